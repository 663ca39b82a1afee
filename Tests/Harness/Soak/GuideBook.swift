import Foundation

/// What the guide said of a channel, kept for comparing it with the picture.
package struct GuideBook: Sendable {
  /// A programme of the guide, in ticks since 1970.
  package struct Programme: Sendable {
    package var title: String
    package var start: Int64
    package var end: Int64
  }

  /// The programmes in order.
  package private(set) var programmes: [Programme] = []
  /// What the guide itself has wrong.
  package private(set) var faults = FaultBook()

  /// An empty book.
  package init() {}

  /// Takes the newest answer of `/api/guide` for a channel.
  mutating func take(_ channel: JSONValue) {
    let fresh = channel["programmes"].array.compactMap { row -> Programme? in
      guard let title = row["title"].string, let start = row["start"].number,
        let end = row["end"].number
      else { return nil }
      return Programme(title: title, start: start * 90, end: end * 90)
    }
    for (one, two) in zip(fresh, fresh.dropFirst()) where one.end != two.start {
      faults.note("guide with a hole or an overlap", "\(one.title) at \(one.start)")
    }
    guard let first = fresh.first else { return faults.note("guide without programmes", "") }
    for old in programmes.suffix(50) where old.start >= first.start && old.end <= first.start {
      if !fresh.contains(where: { $0.start == old.start && $0.title == old.title }) {
        faults.note("programme that was announced otherwise", "\(old.title) at \(old.start)")
      }
    }
    programmes.removeAll { $0.start >= first.start }
    programmes += fresh
    if programmes.count > 2000 { programmes.removeFirst(500) }
  }

  /// The programme at a time.
  func programme(at ticks: Int64) -> Programme? {
    programmes.last { $0.start <= ticks }.flatMap { $0.end > ticks ? $0 : nil }
  }

  /// The changes of programme between two times: when, from what, to what.
  func changes(from: Int64, to: Int64) -> [(at: Int64, old: Programme, new: Programme)] {
    zip(programmes, programmes.dropFirst()).compactMap { old, new in
      new.start > from && new.start <= to ? (new.start, old, new) : nil
    }
  }
}

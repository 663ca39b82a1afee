import Fetch
import Foundation
import Synchronization

/// The guide of all channels, asked for again and again.
package final class GuideDesk: Sendable {
  private let station: Station
  private let clock: StationClock
  private let books = Mutex<[String: GuideBook]>([:])

  /// A desk that has not asked yet.
  package init(_ station: Station, clock: StationClock) {
    self.station = station
    self.clock = clock
  }

  /// Asks for the guide of the last minutes and the next hour.
  package func refresh() throws {
    let from = Int((clock.now - 150) * 1000)
    let channels = try station.json("/api/guide?hours=1&from=\(from)")["channels"].array
    books.withLock { books in
      for channel in channels {
        guard let number = channel["number"].string else { continue }
        books[number, default: GuideBook()].take(channel)
      }
    }
  }

  /// What is known of a channel.
  package func book(_ number: String) -> GuideBook {
    books.withLock { $0[number] ?? GuideBook() }
  }

  /// What the guide has wrong, and where the XMLTV file, read with its zones, says otherwise.
  package func faults() -> FaultBook {
    var faults = FaultBook()
    do {
      try refresh()
      let text = String(decoding: try station.get("/iptv/xmltv.xml").body, as: UTF8.self)
      let listed = try Self.programmes(of: text)
      for (number, book) in books.withLock({ $0 }) {
        faults.add(book.faults, from: number)
        compare(book, listed, number, &faults)
      }
    } catch {
      faults.note("guide can't be read", "\(error)")
    }
    return faults
  }

  private func compare(
    _ book: GuideBook, _ listed: Set<String>, _ number: String, _ faults: inout FaultBook
  ) {
    let now = clock.ticks
    // The file is made of whole seconds, and reaches from the present on.
    let coming = book.programmes.filter { $0.start > now && $0.start < now + 30 * 60 * 90_000 }
    if coming.isEmpty { faults.note("guide ends", "channel \(number) at \(now)") }
    for programme in coming {
      let second = programme.start / 90_000
      if !listed.contains("\(second) \(programme.title)") {
        faults.note("guide file differs", "\(programme.title) at \(second) of channel \(number)")
      }
    }
  }

  /// `seconds title` of every programme.
  private static func programmes(of text: String) throws -> Set<String> {
    var found: Set<String> = []
    for part in text.components(separatedBy: "<programme ").dropFirst() {
      guard let start = part.between("start=\"", "\""), let title = part.between("<title>", "<"),
        let seconds = seconds(start)
      else { throw Failure("programme of another form: \(part.prefix(200))") }
      found.insert("\(seconds) \(title)")
    }
    return found
  }

  /// Seconds since 1970 of `20260131235959 +0100`.
  private static func seconds(_ text: String) -> Int? {
    let words = text.split(separator: " ")
    guard words.count == 2, words[0].count == 14, words[1].count == 5 else { return nil }
    let digits = words[0].compactMap(\.wholeNumberValue)
    func number(_ from: Int, _ count: Int) -> Int {
      digits[from..<from + count].reduce(0) { $0 * 10 + $1 }
    }
    guard digits.count == 14, let zone = Int(words[1]) else { return nil }
    var parts = DateComponents(
      year: number(0, 4), month: number(4, 2), day: number(6, 2), hour: number(8, 2),
      minute: number(10, 2), second: number(12, 2))
    parts.timeZone = TimeZone(secondsFromGMT: (zone / 100 * 60 + zone % 100) * 60)
    let date = Calendar(identifier: .gregorian).date(from: parts)
    return date.map { Int($0.timeIntervalSince1970) }
  }
}

extension String {
  fileprivate func between(_ begin: String, _ end: String) -> String? {
    guard let from = range(of: begin), let to = self[from.upperBound...].range(of: end) else {
      return nil
    }
    return String(self[from.upperBound..<to.lowerBound])
  }
}

import Foundation
import Library
import Packaging
import Pipeline
import Playout

/// The subtitles beside a channel's segments: which words run when on its clock.
///
/// The words of an item are read once, from a file of ours that is a few hundred kilobytes at
/// most. Owned by the channel's thread.
struct SubtitleDesk {
  /// As many bytes of a file as are read.
  private static let mostBytes = 8 << 20

  /// What runs from a time on.
  fileprivate struct Entry {
    var item: PlanItem.ID?
    var files: [PlanSubtitle] = []
    var cues: [Int: SubtitleCues] = [:]
    var base: Int64
    var offset = Span.zero
    var from: Int64
  }

  /// How many renditions the channel offers.
  private var renditions = 0
  private var entries: [Entry] = []

  private static func suffix(_ rendition: Int) -> String { "s\(rendition + 1).vtt" }

  /// Notes that a cue runs from a time on.
  ///
  /// - Parameters:
  ///   - cue: What is shown.
  ///   - base: Where on the channel's clock the place in the medium is that the cue names.
  ///   - position: From where on it is shown.
  mutating func begin(_ cue: Cue, base: StreamTime, at position: StreamTime) {
    var entry = Entry(base: base.ticks, from: position.ticks)
    if case .item(let item, let offset) = cue.content, item.live == nil {
      entry.item = item.id
      entry.offset = offset
      entry.read(item.subtitles ?? [], at: Self.mostBytes)
    }
    // What was to run from here on does not.
    entries.removeAll { $0.from >= position.ticks }
    entries.append(entry)
  }

  /// Follows the run that is read: a copy begins with a key frame before the place it is entered at.
  ///
  /// - Parameter shift: What its time stamps lack to the channel's clock, in ticks.
  mutating func align(shift: Int64) {
    guard let last = entries.indices.last, entries[last].item != nil else { return }
    entries[last].base = shift + firstTimeStamp
  }

  /// Makes the files of a segment, one for each rendition.
  ///
  /// - Parameters:
  ///   - segment: The segment.
  ///   - plan: The newest plan: words may have come while their item is on air.
  /// - Returns: The files, in the order of the renditions.
  mutating func parts(of segment: ListedSegment, plan: Plan?) -> [SegmentPart] {
    // Who reads some that are not wanted any more reads on, and sees no words.
    if let plan {
      renditions = max(
        renditions, RenditionSet(of: plan.channel, plan.profile).subtitles.count)
    }
    let (start, end) = (segment.start.ticks, segment.end.ticks)
    // Segments come in order: what ended before this one is past.
    while entries.count > 1, entries[1].from <= start { entries.removeFirst() }
    guard renditions > 0 else { return [] }
    follow(plan)
    return (0..<renditions).map { rendition in
      let runs = entries.indices.compactMap { index -> SubtitleRun? in
        let entry = entries[index]
        guard let cues = entry.cues[rendition] else { return nil }
        return SubtitleRun(
          cues: cues, base: entry.base, offset: entry.offset, from: entry.from,
          until: index + 1 < entries.count ? entries[index + 1].from : .max)
      }
      let text = SubtitleSegment.text(from: start, to: end, of: runs)
      return SegmentPart(suffix: Self.suffix(rendition), bytes: Array(text.utf8))
    }
  }

  private mutating func follow(_ plan: Plan?) {
    guard let plan else { return }
    for index in entries.indices {
      guard let id = entries[index].item, let item = plan.items.first(where: { $0.id == id })
      else { continue }
      entries[index].read(item.subtitles ?? [], at: Self.mostBytes)
    }
  }
}

extension SubtitleDesk.Entry {
  /// Reads the words where they are in other files than before; those that can't be read are none.
  fileprivate mutating func read(_ subtitles: [PlanSubtitle], at most: Int) {
    guard subtitles != files else { return }
    files = subtitles
    cues = [:]
    for subtitle in subtitles {
      guard let file = FileHandle(forReadingAtPath: subtitle.path) else { continue }
      defer { try? file.close() }
      guard let bytes = try? file.read(upToCount: most) else { continue }
      cues[subtitle.rendition] = SubtitleCues(
        written: String(decoding: bytes, as: UTF8.self))
    }
  }
}

import Library
import Playout
import Schedule
import Store

/// One entry of a timeline, with the reason why it is there.
struct ScheduleEntry: Codable, Hashable {
  var start: Moment
  var end: Moment
  var role: EntryRole
  /// Missing where no file is played.
  var media: MediaID?
  /// Where in the file it starts.
  var inPoint: Span
  var title: String
  var subtitle: String?
  /// The way to the rule, such as `base/3`.
  var path: String
  /// Why it is on, in a sentence.
  var reason: String
  /// Whether guides leave it out.
  var isHidden: Bool
  /// The same for a programme, its parts and its fillers.
  var group: Moment
  /// Which graphics it shows, in a sentence; missing where they are the channel's own.
  var look: String?

  /// All that is told at once.
  static let most = 5000

  /// Entries with their names and reasons.
  static func list(
    _ items: [ScheduledItem], of rundown: Rundown, in store: Store
  ) throws -> [ScheduleEntry] {
    let media = Set(items.map(\.media)).subtracting([MediaID(rawValue: 0)])
    let names = try store.names(of: media)
    let isDressed = items.contains { $0.look != .channel }
    let graphics = isDressed ? try store.graphicNames() : [:]
    return items.map { item in
      ScheduleEntry(
        item, name: names[item.media], reason: rundown.reason(for: item),
        look: item.look.words(graphics))
    }
  }

  private init(_ item: ScheduledItem, name: MediaTitle?, reason: String, look: String?) {
    let isFile = item.media.rawValue != 0
    let words =
      switch item.role {
      case .redirect: "Another channel"
      case .offAir: "Off air"
      default: item.isBlack ? "Black" : "Screen"
      }
    start = item.start
    end = item.end
    role = item.role
    media = isFile ? item.media : nil
    inPoint = item.inPoint
    title = item.title ?? (isFile ? (name ?? .unavailable).headline : words)
    subtitle = item.title == nil && isFile ? name?.subtitle : nil
    path = item.path
    self.reason = reason
    isHidden = item.isHidden
    group = item.group
    self.look = look
  }
}

extension Look {
  /// The look in a sentence; nil for the channel's own graphics.
  fileprivate func words(_ names: [GraphicID: String]) -> String? {
    guard self != .channel else { return nil }
    let named = graphics.compactMap { names[$0] }.map { "'\($0)'" }.joined(separator: ", ")
    guard !named.isEmpty else { return keepsChannel ? nil : "No graphics are shown." }
    return keepsChannel
      ? "\(named) beside the channel's graphics." : "\(named) instead of the channel's graphics."
  }
}

/// A window of time to look at.
struct ScheduleWindow {
  static let longest = Span.days(31)

  var from: Moment
  var to: Moment

  /// A window that is not too long.
  init(from: Moment?, to: Moment?, now: Moment) throws {
    self.from = from ?? now
    self.to = to ?? self.from + .days(1)
    let near = (now - .days(366))...(now + .days(732))
    guard near.contains(self.from) else {
      throw Problem.invalid("from", "The window must begin within a year or two of today.")
    }
    guard self.to > self.from, self.to <= self.from + Self.longest else {
      throw Problem.invalid("to", "The window must end after its beginning, at most 31 days later.")
    }
  }
}

/// What a channel plays, all of it.
struct TimelineAnswer: Codable, Hashable {
  var from: Moment
  var to: Moment
  /// Whether there is more than is told.
  var isCut: Bool
  var entries: [ScheduleEntry]
}

func showTimeline(_ call: Call) throws -> TimelineAnswer {
  let store = call.studio.store
  let shown = try call.channel()
  let window = try ScheduleWindow(
    from: call.moment("from"), to: call.moment("to"), now: call.studio.now())
  let entries = try store.timeline(of: shown.channel.id, from: window.from, to: window.to)
  // A mirror shows its source's entries, for its source's reasons.
  let source = try shown.channel.mirror.flatMap { try store.channel($0.channel) } ?? shown
  let rundown = try source.rundown()
  return TimelineAnswer(
    from: window.from, to: window.to, isCut: entries.count > ScheduleEntry.most,
    entries: try ScheduleEntry.list(
      entries.prefix(ScheduleEntry.most).map(ScheduledItem.init), of: rundown, in: store))
}

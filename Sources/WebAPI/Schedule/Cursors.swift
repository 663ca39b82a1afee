import Library
import Playout
import Schedule
import Store

/// Where a channel stands in its contents.
struct CursorsAnswer: Codable, Hashable {
  /// A medium by name.
  struct Item: Codable, Hashable {
    var media: MediaID
    var title: String
  }
  /// One content.
  struct Row: Codable, Hashable {
    /// What names the cursor: content, order and filter.
    var key: String
    var content: RuleContent
    var order: PlayOrder
    /// How many rounds were played, or how many items where the order has no rounds.
    var round: Int
    /// What was played last; missing before the first.
    var last: Item?
    /// What comes next; missing when there is nothing.
    var next: Item?
  }

  var cursors: [Row]
}

/// Where a channel is to stand in a content.
struct CursorWish: Codable {
  var key: String
  /// What counts as played last; the content begins anew when it is left out.
  var media: MediaID?
}

func showCursors(_ call: Call) throws -> CursorsAnswer {
  let channel = try call.programmedChannel()
  let now = call.studio.now()
  let rundown = try channel.rundown()
  var shelf = LibraryShelf(store: call.studio.store)
  let state = try call.present(of: channel, rundown, &shelf, at: now)
  return CursorsAnswer(rundown, state, library: try shelf.snapshot(for: rundown), now: now)
}

func setCursor(_ call: Call, _ wish: CursorWish) throws -> CursorsAnswer {
  let channel = try call.programmedChannel()
  let store = call.studio.store
  let now = call.studio.now()
  let rundown = try channel.rundown()
  guard let rule = rundown.contents[wish.key] else {
    throw Problem.invalid("key", "The channel has no such cursor; see its list of cursors.")
  }
  var shelf = LibraryShelf(store: store)
  var state = try call.present(of: channel, rundown, &shelf, at: now) ?? EngineState(at: now)
  if let media = wish.media {
    guard let item = try store.scheduleItem(media, of: rule.selector) else {
      throw Problem.invalid("media", "The content does not hold the medium \(media.rawValue).")
    }
    state.cursors[wish.key] = Cursor(
      behind: item, order: rule.order, old: state.cursors[wish.key])
  } else {
    state.forget(wish.key)
  }
  try store.apply(nil, standing: state, to: channel.channel.id)
  try call.programmingChanged(channel.channel.id)
  return CursorsAnswer(rundown, state, library: try shelf.snapshot(for: rundown), now: now)
}

extension CursorsAnswer {
  fileprivate init(
    _ rundown: Rundown, _ state: EngineState?, library: LibrarySnapshot, now: Moment
  ) {
    var engine = Engine(
      rundown, library: library, zone: .utc, state: state ?? EngineState(at: now))
    cursors = rundown.contents.values.sorted { $0.key < $1.key }.map { rule in
      let cursor = state?.cursors[rule.key]
      return Row(
        key: rule.key, content: RuleContent(rule.selector), order: rule.order,
        round: cursor?.cycle ?? 0,
        last: cursor.map { Item(media: $0.last, title: $0.item?.line ?? "") },
        next: engine.next(of: rule.key).map { Item(media: $0.id, title: $0.line) })
    }
  }
}

extension ScheduleItem {
  /// Everything on one line.
  fileprivate var line: String {
    MediaTitle(
      kind: show == nil ? .movie : .episode, title: title, showTitle: showTitle, season: season,
      episode: episode, year: year
    ).line
  }
}

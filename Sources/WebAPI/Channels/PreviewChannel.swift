import Library
import Playout
import Schedule
import Store

/// A channel that may be made.
struct ChannelIdea: Codable {
  var content: ContentChoice
  var order: PlayOrder
  /// Where shuffles are drawn from; drawn anew when it is left out.
  var seed: Int64?
}

/// What that channel would play, were it made now.
struct PreviewAnswer: Codable, Hashable {
  var programmes: [Programme]
  /// Make the channel with this seed, and it plays what was shown.
  var seed: Int64
}

/// The most programmes that are shown, however short they are.
private let longestPreview = 2000

func previewChannel(_ call: Call, _ idea: ChannelIdea) throws -> PreviewAnswer {
  let store = call.studio.store
  let content = try ChannelFields.content(idea.content, in: store)
  let seed = try ChannelFields.seed(idea.seed)
  let rules = ContinuousRules(content: content, order: idea.order, seed: UInt64(seed))
  let rundown = try RuleSet(rules).rundown(seed: rules.seed)
  let now = call.studio.now()
  var engine = Engine(
    rundown, library: try store.snapshot(for: rundown), zone: .utc, state: EngineState(at: now))
  let items = engine.run(until: now + .hours(24), limit: longestPreview)
  let names = try store.names(of: Set(items.map(\.media)))
  let programmes = zip(items, Int64(1)...).map { item, id in
    Programme(
      id: id, start: item.start, end: item.end, name: names[item.media] ?? .unavailable,
      media: item.media)
  }
  return PreviewAnswer(programmes: programmes, seed: seed)
}

extension Store {
  /// What media are called.
  func names(of media: Set<MediaID>) throws -> [MediaID: MediaTitle] {
    var names: [MediaID: MediaTitle] = [:]
    for id in media {
      guard let item = try self.media(id)?.item else { continue }
      names[id] = MediaTitle(of: item)
    }
    return names
  }
}

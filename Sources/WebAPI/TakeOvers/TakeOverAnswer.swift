import Library
import Playout
import Store

/// What takes over a channel, now and later.
struct TakeOversAnswer: Codable, Hashable {
  var takeOvers: [TakeOverAnswer]
}

/// A live source that takes over a channel, as the API shows it.
struct TakeOverAnswer: Codable, Hashable {
  var id: Int64
  var title: String
  var start: Moment
  /// Missing until somebody ends it.
  var end: Moment?
  /// Whether it is on.
  var isOn: Bool
  /// Where the picture comes from; passwords are masked.
  var sources: [SourceChoice]

  init(_ takeOver: TakeOver, now: Moment) {
    id = takeOver.id
    title = takeOver.title
    start = takeOver.start
    end = takeOver.end
    isOn = takeOver.isOn(at: now)
    sources = takeOver.sources.map(SourceChoice.init)
  }
}

func listTakeOvers(_ call: Call) throws -> TakeOversAnswer {
  let now = call.studio.now()
  let found = try call.studio.store.takeOvers(of: try call.channel().channel.id, from: now)
  return TakeOversAnswer(takeOvers: found.map { TakeOverAnswer($0, now: now) })
}

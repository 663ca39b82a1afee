import Library
import Packaging
import Pipeline
import Playout

/// An item whose first picture is awaited while a screen is shown in its place.
struct StandIn {
  /// How long an item may take before a screen stands in for it.
  static let patience = Duration.seconds(1)
  /// How far the screen is made ahead of the clock: little, so that the item can soon take over.
  static let lead = Span.seconds(4)
  /// A stream with less than this in hand is in need of a screen.
  static let need = Span.seconds(2)

  /// What is awaited.
  var run: ItemRun
  /// Looks for the place where it can enter.
  var scout: EntryScout

  /// Awaits a run; nil when it is no item's.
  init?(_ run: ItemRun) {
    if run.source != nil {
      self.run = run
      scout = EntryScout(source: firstTimeStamp)
      return
    }
    guard case .item(let item, let offset) = run.cue.content else { return nil }
    self.run = run
    let start = item.start + (offset - item.inPoint)
    scout = EntryScout(
      source: firstTimeStamp, time: StreamTime(milliseconds: start.milliseconds))
  }

  /// What is to be polled for it: nothing once its place is known or its pipe has ended.
  var awaitedOutput: Int32? { isFound || run.isDrained ? nil : run.output }

  /// Whether its place is known.
  var isFound: Bool { scout.entry != nil }
}

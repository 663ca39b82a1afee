import Library
import Packaging
import Playout

/// What a channel's stream has to show next, from where to where.
///
/// A cue is worked out of the plan and the position that the stream has
/// reached; nothing else. It says what, not how: the item's run chooses
/// between copying and encoding.
struct Cue: Equatable, Sendable {
  /// What is shown.
  enum Content: Equatable, Sendable {
    /// An item, entered at a place in its file.
    case item(PlanItem, offset: Span)
    /// The channel's screen, with what it says.
    case screen(ScreenMessage)
  }

  /// What is shown.
  var content: Content
  /// Where its first picture goes.
  var join: StreamTime
  /// Where it ends.
  var end: StreamTime

  /// The item that is shown, if it is one.
  var item: PlanItem? {
    guard case .item(let item, _) = content else { return nil }
    return item
  }

  /// Its length.
  var length: Span { Span(milliseconds: end.milliseconds - join.milliseconds) }
}

/// The rules by which a plan becomes cues.
enum CueSheet {
  /// How early or late an item may start without a screen before it or a cut into it.
  ///
  /// Half a second: a file that ends a few frames before its planned end must
  /// not cost a flash of black, and a second off is what a viewer notices.
  static let tolerance = Span.milliseconds(500)

  /// The longest screen in one piece: after it the plan is looked at again.
  ///
  /// A whole number of loops of any screen, so that no sound is cut midway.
  static let longestScreen = Span.seconds(64)

  /// What to show from a position on.
  ///
  /// - Parameters:
  ///   - position: Where the stream has been made up to.
  ///   - plan: What the channel plays.
  ///   - unplayable: Items that failed, with the reason, and are not tried again.
  /// - Returns: The item that is due, or a screen up to the next one.
  static func cue(
    at position: StreamTime, plan: Plan, unplayable: [PlanItem.ID: String] = [:]
  ) -> Cue {
    let moment = Moment(milliseconds: position.milliseconds)
    let item = plan.items.first {
      $0.end > moment + tolerance || ($0.end > moment && $0.end - $0.start <= tolerance)
    }
    guard let item, item.start <= moment + tolerance else {
      let dark = plan.darkness.first { $0.end > moment + tolerance }
      let end = [item?.start, dark?.start].compactMap(\.self).min()
      if let dark, dark.start <= moment + tolerance {
        return screen(
          from: position, to: min(dark.end, item?.start ?? dark.end), saying: .darkness)
      }
      return screen(from: position, to: end, saying: .nothing(until: item, at: moment))
    }
    if unplayable[item.id] != nil {
      return screen(
        from: position, to: item.end,
        saying: .failure(of: item, next: plan.next(after: item.start), at: moment))
    }
    let late = moment - item.start
    let cut = late > tolerance ? late : .zero
    return Cue(
      content: .item(item, offset: item.inPoint + cut), join: position,
      end: StreamTime(milliseconds: item.end.milliseconds))
  }

  /// The screen from which a live picture is entered.
  static func screen(before cue: Cue) -> Cue {
    let limit = StreamTime(milliseconds: cue.join.milliseconds + longestScreen.milliseconds)
    return Cue(content: .screen(.oneMoment), join: cue.join, end: min(cue.end, limit))
  }

  /// Where a screen ends that may end at a time: with the beginning of the next item where that
  /// is about to come, which would be shown too early otherwise.
  static func screenEnd(at end: StreamTime, plan: Plan) -> StreamTime {
    let moment = Moment(milliseconds: end.milliseconds)
    let next = plan.items.first { $0.start > moment && $0.start <= moment + tolerance }
    return next.map { StreamTime(milliseconds: $0.start.milliseconds) } ?? end
  }

  private static func screen(
    from position: StreamTime, to end: Moment?, saying message: ScreenMessage
  ) -> Cue {
    let limit = StreamTime(milliseconds: position.milliseconds + longestScreen.milliseconds)
    let end = end.map { StreamTime(milliseconds: $0.milliseconds) } ?? limit
    let rest = end.milliseconds - limit.milliseconds
    return Cue(
      content: .screen(message), join: position,
      end: rest <= tolerance.milliseconds ? end : limit)
  }
}

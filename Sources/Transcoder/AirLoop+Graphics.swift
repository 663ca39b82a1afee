import Foundation
import Library
import Packaging
import Pipeline
import Playout

/// What is drawn over the pictures of a run, after all of it was tried.
struct Drawn {
  /// What is drawn; nil for nothing.
  var overlay: Overlay?
  /// What had to be left out, and why.
  var refusals: [String] = []

  /// Nothing.
  static let nothing = Drawn()

  /// A few words for people; nil where nothing was left out.
  var remark: String? {
    refusals.isEmpty ? nil : "left out: " + refusals.joined(separator: ", ")
  }
}

extension AirLoop {
  /// What is drawn over an item from a place in the stream on; nil while it is being tried.
  ///
  /// Nothing, where waiting for that would leave viewers with nothing to see.
  func drawn(over item: PlanItem, from join: StreamTime) -> Drawn? {
    guard let room = facilities.graphics, let wish = wish(of: item, from: join, in: room) else {
      return .nothing
    }
    var refused: [Rehearsal: String] = [:]
    for rehearsal in wish.rehearsals {
      switch room.outcome(of: rehearsal, bell: channel.wake) {
      case .passed: break
      case .refused(let reason): refused[rehearsal] = reason
      case nil:
        guard mayWait else {
          return Drawn(overlay: nil, refusals: ["\(rehearsal.name) was not tried in time"])
        }
        return nil
      }
    }
    return Drawn(overlay: wish.without(Set(refused.keys)), refusals: refused.values.sorted())
  }

  /// Has that tried which the first items of a plan need.
  func prepareGraphics(for plan: Plan) {
    guard let room = facilities.graphics else { return }
    for item in plan.items.prefix(3) {
      let wish = wish(of: item, from: StreamTime(milliseconds: item.start.milliseconds), in: room)
      for rehearsal in wish?.rehearsals ?? [] { _ = room.outcome(of: rehearsal, bell: nil) }
    }
  }

  private func wish(of item: PlanItem, from join: StreamTime, in room: GraphicRoom) -> Overlay? {
    guard !standing(of: item).isBare, schedule.plan?.profile.hasPicture ?? true else { return nil }
    return Overlay(
      over: item, moment: Moment(milliseconds: join.milliseconds),
      scripts: room.newScripts(for: "\(channel.reception)"),
      isFolder: FileManager.default.fileExists(atPath:))
  }
}

import Control
import Library
import Playout
import Store

// What the transcoder tells of on-demand channels.

func pauseChannel(_ call: Call) throws {
  let id = try call.toldChannel()
  let moment = try call.moment("at") ?? call.studio.now()
  guard try call.studio.store.pause(id, at: moment) else { return }
  try call.guideChanged()
  call.publish(.channels, "paused")
}

func resumeChannel(_ call: Call) throws {
  let id = try call.toldChannel()
  let isMoved = try call.studio.store.resume(
    id, at: try call.moment("at") ?? call.studio.now(), since: try call.moment("since"))
  guard isMoved else { return }
  try call.programmingChanged(id)
  call.publish(.channels, "resumed")
}

extension Call {
  /// The identity in the path; a channel that is gone meanwhile is the store's to see.
  fileprivate func toldChannel() throws -> ChannelID {
    let text = captures["id"] ?? ""
    guard let id = ChannelID(rawValue: text) else {
      throw Problem.notFound("There is no channel '\(text)'.")
    }
    return id
  }
}

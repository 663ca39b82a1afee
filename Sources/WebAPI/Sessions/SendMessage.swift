import Control
import Foundation

/// What a viewer is to read over the picture.
struct ViewerMessage: Codable, Hashable {
  /// 1 to 200 characters on one line.
  var text: String
}

func sendMessage(_ call: Call, _ message: ViewerMessage) throws {
  let id = try call.sessionID()
  let text = try ChannelFields.line(message.text, field: "text", in: 1...200)
  guard let session = try call.sessions().first(where: { $0.id == id }) else {
    throw Problem.notFound("There is no session '\(id)', or it has ended. See /api/sessions.")
  }
  guard session.showsMessages else {
    throw Problem(
      409, "\(session.client) can't show messages; only viewers on the page Watch can.")
  }
  let viewer = Viewer(
    session: id, mode: session.mode, address: session.address, client: session.agent)
  let change = SessionChange(
    .message, at: call.studio.now(), channel: session.channel, viewer: viewer, text: text)
  call.studio.publish(.sessions, try JSONAnswer.bytes(of: SessionNews([change])))
}

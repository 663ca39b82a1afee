import Control
import FastCGI

extension Viewer {
  /// Draws the identity of a new session.
  static func drawSession() -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    return String((0..<16).map { _ in letters[Int.random(in: 0..<letters.count)] })
  }

  /// The viewer who asks, in a session of its own.
  init(_ call: Call, mode: Mode) {
    let client = call.request.header("User-Agent") ?? ""
    self.init(
      session: Viewer.drawSession(), mode: mode,
      address: String((call.request.parameters["REMOTE_ADDR"] ?? "").prefix(64)),
      client: String(client.prefix(200)))
  }
}

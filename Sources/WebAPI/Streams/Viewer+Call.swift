import Control
import FastCGI

extension Viewer {
  /// Draws the identity of a new session.
  static func drawSession() -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    return String((0..<16).map { _ in letters[Int.random(in: 0..<letters.count)] })
  }

  /// Whether a text has the shape of a session's identity.
  static func isSession(_ text: String) -> Bool {
    text.utf8.count == 16
      && text.utf8.allSatisfy { (97...122).contains($0) || (50...55).contains($0) }
  }

  /// The viewer of an endless stream.
  init(streaming call: Call) {
    let client = call.request.header("User-Agent") ?? ""
    self.init(
      session: Viewer.drawSession(), mode: .ts,
      address: call.request.parameters["REMOTE_ADDR"] ?? "", client: String(client.prefix(200)))
  }
}

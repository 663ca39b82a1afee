import Control
import FoundationEssentials
import Playout

/// One request below `/live/` as nginx logged it.
///
/// nginx sends each as a datagram in syslog's dress, `<190>… seen: {…}`: all
/// before the first brace is cut off.
struct SeenRequest: Equatable, Sendable {
  /// What was asked for.
  var reception: Reception
  /// Who asked.
  var viewer: Viewer
  /// Bytes of the answer's body.
  var bytes: Int64
  /// The number of the segment that was asked for; nil for a playlist or a head.
  var sequence: Int64?
  /// Whether it was turned away at the door: its session was ended, or there was no place.
  var isTurnedAway: Bool

  private struct Line: Decodable {
    var u: String
    var b: Int64
    var st: Int
    var ip: String
    var ua: String
  }

  /// A request for a playlist that was answered.
  init(reception: Reception, viewer: Viewer, bytes: Int64) {
    (self.reception, self.viewer, self.bytes) = (reception, viewer, bytes)
    isTurnedAway = false
  }

  /// Reads a datagram; nil when it is anything but a request that was answered.
  init?(datagram: some Collection<UInt8>) {
    guard let brace = datagram.firstIndex(of: UInt8(ascii: "{")),
      let line = try? JSONDecoder().decode(Line.self, from: Data(datagram[brace...])),
      (200..<400).contains(line.st) || line.st == 410 || line.st == 503
    else { return nil }
    let parts = line.u.split(separator: "/")
    guard parts.count == 4, parts[0] == "live", let reception = Reception(String(parts[1])),
      Viewer.isSession(String(parts[2]))
    else { return nil }
    self.reception = reception
    viewer = Viewer(
      session: String(parts[2]), mode: .hls, address: String(line.ip.prefix(64)),
      client: String(line.ua.prefix(200)))
    bytes = max(0, line.b)
    // Whatever is fetched of a segment, by whichever rendition, says where the viewer is.
    sequence = Int64(parts[3].prefix { $0 != "." })
    isTurnedAway = line.st >= 400
  }
}

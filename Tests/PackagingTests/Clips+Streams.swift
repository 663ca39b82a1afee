import Foundation

@testable import Packaging

/// What other codecs make of a second of test picture or tone, and what is read of files.
extension Clips {
  /// Thirty pictures, in the order of a muxer.
  static func stream(_ arguments: [String], as format: String = "mpegts") throws -> [UInt8] {
    try run(
      ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=1.2"] + arguments
        + ["-f", format, "pipe:1"])
  }

  /// A second of a tone, each frame in a unit of its own.
  static func stream(sound arguments: [String]) throws -> [UInt8] {
    try run(
      ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "sine=f=440:r=48000:d=1", "-ac", "2"]
        + arguments + ["-pes_payload_size", "0", "-f", "mpegts", "pipe:1"])
  }

  /// The hashes of what is decoded of a file, frame by frame.
  static func frames(_ bytes: [UInt8], _ kind: String) throws -> [String] {
    let text = try reading(bytes, kind) { path in
      try run([
        "-v", "error", "-i", path, "-fps_mode", "passthrough", "-f", "framemd5", "pipe:1",
      ])
    }
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      String(line.split(separator: ",").last ?? "").trimmingCharacters(in: .whitespaces)
    }
  }

  /// Display and decode times of a file's pictures (`v`) or sound (`a`), in ticks.
  static func times(_ bytes: [UInt8], _ kind: String, _ track: String) throws -> [[Int64]] {
    let text = try reading(bytes, kind) { path in
      try run(
        [
          "-v", "error", "-select_streams", track, "-show_entries", "packet=pts,dts", "-of",
          "csv=p=0", path,
        ], program: "ffprobe")
    }
    return text.split(separator: "\n").map { $0.split(separator: ",").compactMap { Int64($0) } }
  }

  private static func reading(
    _ bytes: [UInt8], _ kind: String, _ body: (String) throws -> [UInt8]
  ) throws -> String {
    let path = folder + "/\(UUID().uuidString).\(kind)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return String(decoding: try body(path), as: UTF8.self)
  }

  /// The units of the first track of a transport stream, whatever it holds.
  static func units(of stream: [UInt8]) -> [ElementaryUnit] {
    var units: [ElementaryUnit] = []
    var open: (bytes: [UInt8], isKey: Bool)?
    func close() {
      guard let open else { return }
      units.append(
        ElementaryUnit(
          open.bytes, .h264, number: 0, isKey: open.isKey, isDamaged: false, followsLoss: false))
    }
    for at in stride(from: 0, to: stream.count - 187, by: 188) {
      let packet = Array(stream[at..<at + 188])
      guard Int(packet[1] & 0x1F) << 8 | Int(packet[2]) == 0x100, packet[3] & 0x10 != 0 else {
        continue
      }
      let hasField = packet[3] & 0x20 != 0
      let payload = packet[(hasField ? 5 + Int(packet[4]) : 4)...]
      if packet[1] & 0x40 != 0 {
        close()
        open = (Array(payload), hasField && packet[4] > 0 && packet[5] & 0x40 != 0)
      } else {
        open?.bytes += payload
      }
    }
    close()
    return units
  }
}

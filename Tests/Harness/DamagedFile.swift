import Foundation

/// Damage done to media files, the same each time.
package enum DamagedFile {
  /// Makes the AAC sound of a Matroska file one of a codec that nobody knows.
  package static func estrangeSound(of path: String) throws {
    let url = URL(filePath: path)
    var data = try Data(contentsOf: url)
    guard let name = data.firstRange(of: Data("A_AAC".utf8)) else {
      throw Failure("no AAC in \(path)")
    }
    data.replaceSubrange(name, with: Data("A_XYZ".utf8))
    try data.write(to: url)
  }

  /// Overwrites a third of the pictures, but no key frame.
  package static func breakPictures(of path: String) throws {
    let pictures = try packets(of: "v", in: path).filter { !$0.isKey }
    try overwrite(pictures.enumerated().filter { $0.offset % 3 == 1 }.map(\.element), in: path)
  }

  private typealias Packet = (start: Int, size: Int, isKey: Bool)

  private static func packets(of kind: String, in path: String) throws -> [Packet] {
    let text = try Child.output(
      of: "ffprobe",
      [
        "-v", "error", "-select_streams", kind, "-show_entries", "packet=pos,size,flags", "-of",
        "csv=p=0", path,
      ], within: .seconds(60)
    ).text
    return text.split(whereSeparator: \.isNewline).compactMap { line in
      let parts = line.split(separator: ",")
      guard parts.count >= 3, let size = Int(parts[0]), let start = Int(parts[1]) else {
        return nil
      }
      return (start, size, parts[2].hasPrefix("K"))
    }
  }

  private static func overwrite(_ packets: [Packet], in path: String) throws {
    let url = URL(filePath: path)
    var bytes = [UInt8](try Data(contentsOf: url))
    guard !packets.isEmpty else { throw Failure("nothing to damage in \(path)") }
    var noise: UInt32 = 7
    for packet in packets {
      for index in packet.start..<min(packet.start + packet.size, bytes.count) {
        noise = noise &* 1_664_525 &+ 1_013_904_223
        bytes[index] = UInt8(truncatingIfNeeded: noise >> 16)
      }
    }
    try Data(bytes).write(to: url)
  }
}

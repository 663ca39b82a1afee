import Foundation
import Harness

/// All that a channel has made, from its files: seconds before viewers are told of it.
final class SegmentTape {
  private let folder: URL
  /// Every segment since the first look, one after another.
  private(set) var bytes: [UInt8] = []
  /// Segments that were removed before they were seen.
  private(set) var faults: [String] = []
  private var last: Int?
  private var pictures = 0

  init(_ station: Station, channel: String) {
    folder = station.data.appending(path: "run/live/\(channel)")
  }

  /// Seconds of television on the tape.
  var seconds: Double { Double(pictures) / 30 }

  /// The moment of the first picture in milliseconds, since a channel's clock is the wall clock.
  var firstPicture: Double? {
    let starts = stride(from: 0, to: bytes.count - 187, by: 188)
    guard let start = starts.first(where: { Self.picture(in: bytes[$0..<$0 + 188]) != nil }),
      let payload = Self.picture(in: bytes[start..<start + 188])
    else { return nil }
    let field = bytes[payload + 9..<payload + 14].map(Int64.init)
    let time =
      (field[0] & 0x0E) << 29 | field[1] << 22 | (field[2] & 0xFE) << 14 | field[3] << 7
      | field[4] >> 1
    let now = Int64(Date().timeIntervalSince1970 * 90_000)
    let wrap = Int64(1) << 33
    let ticks = now + (time - now % wrap + wrap * 3 / 2) % wrap - wrap / 2
    return Double(ticks) / 90
  }

  /// Takes what is new until a condition holds.
  func record(within limit: Duration, until done: (SegmentTape) throws -> Bool) throws {
    try eventually(within: limit, "\(seconds) s of television to become more", every: 150_000) {
      take()
      return try done(self)
    }
  }

  private func take() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let sequences = names.filter { $0.hasSuffix(".ts") }.compactMap { Int($0.dropLast(3)) }.sorted()
    for sequence in sequences where sequence > last ?? -1 {
      guard let data = try? Data(contentsOf: folder.appending(path: "\(sequence).ts")) else {
        faults.append("segment \(sequence) went away")
        continue
      }
      if let last, sequence != last + 1 { faults.append("\(last) then \(sequence)") }
      last = sequence
      let segment = [UInt8](data)
      bytes += segment
      pictures += Self.pictures(in: segment)
    }
  }

  /// Packets that begin a picture.
  private static func pictures(in segment: [UInt8]) -> Int {
    stride(from: 0, to: segment.count - 187, by: 188).count { start in
      picture(in: segment[start..<start + 188]) != nil
    }
  }

  /// Where in a packet a picture begins.
  private static func picture(in packet: ArraySlice<UInt8>) -> Int? {
    let start = packet.startIndex
    guard packet[start + 1] & 0x40 != 0 else { return nil }
    let extra = packet[start + 3] & 0x20 != 0 ? 1 + Int(packet[start + 4]) : 0
    let payload = start + 4 + extra
    guard payload + 14 < start + 188 else { return nil }
    let isPicture =
      packet[payload] == 0 && packet[payload + 1] == 0 && packet[payload + 2] == 1
      && packet[payload + 3] & 0xF0 == 0xE0
    return isPicture ? payload : nil
  }
}

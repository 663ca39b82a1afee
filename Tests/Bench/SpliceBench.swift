import Foundation
import Harness
import Packaging

/// How much stream the splicer takes in a second, on one core.
enum SpliceBench {
  private static let turns = 40
  private static let bytes = 64 << 10

  static func run(_ tell: ([Row]) -> Void) throws {
    let folder = TemporaryFolder.make("splice")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "item.ts")
    // Twenty seconds of 1080p at 8 Mbit/s: what a copied film is like.
    try Clips.ffmpeg([
      "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=25", "-f", "lavfi", "-i",
      "sine=frequency=440:sample_rate=48000", "-t", "20", "-c:v", "libx264", "-preset",
      "ultrafast", "-b:v", "8M", "-minrate", "8M", "-maxrate", "8M", "-bufsize", "2M", "-g", "50",
      "-x264-params", "nal-hrd=cbr", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2",
      "-muxdelay", "0", "-pes_payload_size", "0", "-f", "mpegts", "-y", file.path,
    ])
    let item = [UInt8](try Data(contentsOf: file))
    let rates = (0..<5).map { _ in
      var written = 0
      let taken = seconds { written = splice(item) }
      return written > item.count ? Double(item.count * turns) / taken / 1e6 : 0
    }
    tell([
      Row(
        what: "splicer, items of 20 s of 1080p end to end", ours: rates.median, bare: nil,
        unit: "MB/s", aim: "over 500 MB/s")
    ])
  }

  /// Splices the item behind itself again and again; returns how many bytes became segments.
  private static func splice(_ item: [UInt8]) -> Int {
    var stream = ChannelStream(
      resuming: StreamState(), shape: SegmentShape(first: [], regular: 360_000, target: 8))
    var next = StreamTime(milliseconds: 1_790_000_000_000)
    var written = 0
    for _ in 0..<turns {
      stream.begin(.at(next), until: nil)
      item.withUnsafeBytes { all in
        for start in stride(from: 0, to: all.count, by: bytes) {
          stream.push(UnsafeRawBufferPointer(rebasing: all[start..<min(start + bytes, all.count)]))
        }
      }
      next = stream.endItem(complete: true).next
      written += stream.takeSegments().reduce(0) { $0 + $1.bytes.count }
    }
    return written
  }
}

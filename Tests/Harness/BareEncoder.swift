package import Foundation
import Glibc
import Synchronization

/// ffmpeg by itself, doing the work that a channel's run does.
package enum BareEncoder {
  /// An item as it is on air: the file, and where in it.
  package struct Item {
    package var path: String
    package var offset: Double
    package init(path: String, offset: Double) {
      self.path = path
      self.offset = offset
    }
  }

  private static func work(copies: Bool) -> [String] {
    copies
      ? ["-c", "copy"]
      : [
        "-vf", "scale=1280:720,fps=30", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "3M",
        "-maxrate", "4500k", "-bufsize", "6M", "-force_key_frames", "expr:gte(t,n_forced)",
        "-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "2", "-ar", "48000",
      ]
  }

  /// Seconds until ffmpeg's own HLS muxer lists a first segment of a second.
  package static func firstSegment(_ item: Item, copies: Bool) throws -> Double {
    let folder = TemporaryFolder.make("hls")
    defer { try? FileManager.default.removeItem(at: folder) }
    let list = folder.appending(path: "index.m3u8").path
    let began = ContinuousClock.now
    let process = try Child.start(
      "ffmpeg",
      ["-nostdin", "-v", "error", "-ss", "\(item.offset)", "-i", item.path] + work(copies: copies)
        + ["-f", "hls", "-hls_time", "1", "-hls_flags", "temp_file", list])
    defer { process.end() }
    try eventually(within: .seconds(20), "a bare segment", every: 1000) {
      FileManager.default.fileExists(atPath: list)
    }
    return (ContinuousClock.now - began).inSeconds
  }

  /// Seconds until a second ffmpeg has decoded the first picture that the first one makes.
  ///
  /// The first is started when the second asks, as whoever answers a viewer must.
  package static func firstFrame(_ item: Item, copies: Bool) throws -> Double {
    let folder = TemporaryFolder.make("pipe")
    defer { try? FileManager.default.removeItem(at: folder) }
    let pipe = folder.appending(path: "stream.ts").path
    guard mkfifo(pipe, 0o600) == 0 else { throw Failure("no named pipe") }
    let maker = Mutex<Child?>(nil)
    let began = ContinuousClock.now
    let answering = Thread {
      // Returns when the viewer has opened the other end.
      let end = open(pipe, O_WRONLY)
      defer { close(end) }
      let child = try? Child.start(
        "ffmpeg",
        ["-nostdin", "-v", "error", "-ss", "\(item.offset)", "-i", item.path]
          + work(copies: copies) + ["-f", "mpegts", "-y", pipe])
      maker.withLock { $0 = child }
      child?.wait(.seconds(20))
    }
    answering.start()
    try Clips.ffmpeg(["-i", pipe, "-map", "0:v", "-frames:v", "1", "-f", "null", "-"])
    let taken = (ContinuousClock.now - began).inSeconds
    maker.withLock { $0 }?.end()
    return taken
  }

  /// Processor seconds of ffmpeg for each second of television.
  package static func costPerSecond(_ clip: URL, copies: Bool) throws -> Double {
    let length = 60.0
    let folder = TemporaryFolder.make("cost")
    defer { try? FileManager.default.removeItem(at: folder) }
    let before = ProcessTree.reapedProcessorSeconds
    let (status, text) = try Child.output(
      of: "ffmpeg",
      ["-nostdin", "-v", "error", "-t", "\(length)", "-i", clip.path] + work(copies: copies)
        + ["-f", "mpegts", folder.appending(path: "out.ts").path],
      within: .seconds(300))
    guard status == 0 else { throw Failure(text) }
    return (ProcessTree.reapedProcessorSeconds - before) / length
  }
}

extension Duration {
  /// The length in seconds.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}

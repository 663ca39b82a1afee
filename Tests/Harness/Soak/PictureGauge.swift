import Foundation
import Glibc
import Synchronization

/// Watches a stream with a decoder: the colour of each picture and the tone beside it.
///
/// One ffmpeg decodes everything that is put in; what it complains about is a fault.
package final class PictureGauge: Sendable {
  /// A picture that was decoded.
  package struct Picture: Sendable {
    /// When it is shown, in ticks modulo 33 bits.
    package var stamp: Int64
    /// Its colour; nil for black.
    package var colour: String?
  }

  private struct State {
    var pictures: [Picture] = []
    var complaints: [String] = []
    var line: [UInt8] = []
    var tape = SoundTape()
    var isClosed = false
  }

  private let state = Mutex(State())
  private let feed: Int32
  private let sound: Int32
  private let child: Child

  /// Starts the decoder.
  package init() throws {
    var input: [Int32] = [0, 0]
    var output: [Int32] = [0, 0]
    guard pipe(&input) == 0, pipe(&output) == 0 else {
      throw Failure("no pipe: errno \(errno)")
    }
    for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    signal(SIGPIPE, SIG_IGN)
    (feed, sound) = (input[1], output[0])
    let told = Told()
    child = try Child.start(
      "ffmpeg", Self.arguments, input: input[0], output: output[1],
      onText: { bytes in told.gauge.withLock { $0.gauge }?.read(text: bytes) })
    close(input[0])
    close(output[1])
    told.gauge.withLock { $0.gauge = self }
    let thread = Thread { [self] in collectSound() }
    thread.start()
  }

  /// Breaks the circle: the child needs its reader before the gauge exists.
  private final class Told: Sendable {
    struct Box {
      weak var gauge: PictureGauge?
    }
    let gauge = Mutex(Box())
  }

  private static let arguments = [
    "-hide_banner", "-nostats", "-v", "level+info", "-copyts", "-probesize", "400000",
    "-analyzeduration", "1000000", "-f", "mpegts", "-i", "pipe:0", "-map", "0:v:0", "-vf",
    "crop=16:16,showinfo", "-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "null", "-",
    "-map", "0:a:0", "-af",
    "aresample=48000,aformat=sample_fmts=s16:channel_layouts=mono,ashowinfo", "-f", "s16le",
    "pipe:1",
  ]

  /// Takes the next bytes of the stream; waits while the decoder is busy.
  package func take(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { all in
      var rest = all[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = write(feed, part.baseAddress, part.count)
        guard count > 0 || errno == EINTR else { return }
        rest = rest.dropFirst(max(0, count))
      }
    }
  }

  /// Ends the decoder when it has decoded everything.
  package func finish() {
    guard !state.withLock({ exchange(&$0.isClosed) }) else { return }
    close(feed)
    child.wait(.seconds(10))
    child.end()
  }

  /// Takes the pictures out.
  package func takePictures() -> [Picture] {
    state.withLock { state in
      defer { state.pictures = [] }
      return state.pictures
    }
  }

  /// What the decoder complained about, taken out.
  package func takeComplaints() -> [String] {
    state.withLock { state in
      defer { state.complaints = [] }
      return state.complaints
    }
  }

  /// When a new tone begins around a time, or the old one ends where there is no new one.
  package func change(
    from old: Double?, to new: Double?, around stamp: Int64
  ) -> SoundTape.Change {
    state.withLock { $0.tape.change(from: old, to: new, around: stamp) }
  }
}

private func exchange(_ flag: inout Bool) -> Bool {
  defer { flag = true }
  return flag
}

// MARK: - What the decoder tells

extension PictureGauge {
  private func collectSound() {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(sound, &chunk, chunk.count)
      guard count > 0 else { break }
      state.withLock { $0.tape.append(chunk[..<count]) }
    }
    close(sound)
  }

  private func read(text: ArraySlice<UInt8>) {
    state.withLock { state in
      for byte in text {
        guard byte == 10 else {
          state.line.append(byte)
          continue
        }
        Self.read(line: String(decoding: state.line, as: UTF8.self), &state)
        state.line = []
      }
    }
  }

  private static func read(line: String, _ state: inout State) {
    if line.contains("showinfo_") {
      guard let place = line.range(of: " pts:") else { return }
      let rest = line[place.upperBound...]
      guard let stamp = Int64(rest.drop { $0 == " " }.prefix { $0 == "-" || $0.isNumber }) else {
        return
      }
      if let samples = number(after: "nb_samples:", in: rest) {
        // Sound is told in samples.
        state.tape.note(pts: stamp, samples: samples)
      } else if let means = rest.range(of: " mean:[") {
        let values = rest[means.upperBound...].prefix { $0 != "]" }.split(separator: " ")
        state.pictures.append(
          Picture(stamp: stamp, colour: SoakClip.colour(ofMeans: values.compactMap { Int($0) })))
      }
    } else if ["[warning]", "[error]", "[fatal]", "[panic]"].contains(where: line.contains) {
      if state.complaints.count < 100 { state.complaints.append(line) }
    }
  }

  private static func number(after key: String, in text: Substring) -> Int? {
    text.range(of: key).flatMap { Int(text[$0.upperBound...].prefix { $0.isNumber }) }
  }
}

import Foundation
import Library
import Pipeline
import Playout
import Testing

/// Runs in every codec, seen through ffprobe.
@Suite("Codecs", .timeLimit(.minutes(2)))
struct CodecRunTests {
  private static let rate = 25

  static func profile(
    _ video: VideoCodec, _ audio: AudioCodec, deep: Bool = false, channels: Int = 2
  ) -> TranscodeProfile {
    var profile = TranscodeProfile(
      name: "codec", width: 256, height: 144, frameRate: rate, videoBitrate: 400_000,
      preset: "superfast", audioBitrate: channels == 6 ? 384_000 : 128_000, allowsCopy: false)
    profile.videoCodec = video
    profile.audioCodec = audio
    profile.bitDepth = deep ? 10 : 8
    profile.audioChannels = channels
    profile.segments = video == .av1 ? .fragmented : .transportStream
    profile.threads = 2
    return profile
  }

  private static let all =
    VideoCodec.allCases.map { profile($0, .aac) }
    + AudioCodec.allCases.dropFirst().map { profile(.h264, $0) }
    + [
      profile(.hevc, .ac3, deep: true), profile(.av1, .opus, deep: true),
      profile(.mpeg2, .mp3), profile(.h264, .ac3, channels: 6), profile(.h264, .opus, channels: 6),
      profile(.h264, .pcm, channels: 6),
    ]

  /// Two seconds and more of a generated film of 50 frames in stereo, as on air.
  private func output(
    _ profile: TranscodeProfile, _ keyFrames: KeyFrameCadence, in folder: TestFolder
  ) async throws -> Data {
    let path = folder.path + "/film.mkv"
    let made = try await runFFmpeg(
      ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3"]
        + ["-f", "lavfi", "-i", "sine=440:r=44100:d=3", "-c:v", "libx264", "-preset", "ultrafast"]
        + ["-pix_fmt", "yuv420p", "-c:a", "flac", "-ac", "2", "file:\(path)"])
    #expect(made.status == 0, "\(made.errors)")
    let probe = MediaProbe(
      container: "matroska,webm", duration: .seconds(3),
      video: VideoStream(
        index: 0, codec: "h264", profile: "High", width: 320, height: 180, pixelFormat: "yuv420p",
        frameRate: Ratio(25), fieldOrder: "progressive"),
      audio: [AudioStream(index: 1, codec: "flac", channels: 2, sampleRate: 44_100)])
    let run = RunRequest(
      path: path, probe: probe, frames: 60,
      decision: copyDecision(for: probe, profile: profile, targetDuration: 3), profile: profile,
      keyFrames: keyFrames)
    let result = try await runFFmpeg(arguments(for: run))
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }

  @Test("pictures and sound of every codec are what playlists say, and can be cut", arguments: all)
  func run(profile: TranscodeProfile) async throws {
    #expect(profile.faults() == [])
    let folder = try TestFolder()
    let bytes = try await output(profile, .coldStart, in: folder)
    let stream = try TransportPackets(bytes)
    let pictures = stream.units[256] ?? []
    #expect(pictures.count == 60)
    #expect(pictures.map(\.display).min() == 900_000)
    let keys = pictures.filter(\.isKey)
    #expect(keys.map(\.display) == [900_000, 990_000, 1_080_000])
    #expect(keys.allSatisfy { (0...18_000).contains($0.display - $0.decode) })
    // One frame in each unit: the step from one to the next is a frame's.
    let frame = Int64(profile.audioCodec.samples * 90_000 / 48_000)
    let sounds = (stream.units[257] ?? []).map(\.display)
    #expect(sounds.count > 2_000 * 48 / profile.audioCodec.samples)
    #expect(zip(sounds, sounds.dropFirst()).allSatisfy { abs($1 - $0 - frame) <= 1 })
    #expect(sounds.first.map { (900_000 - frame...900_000).contains($0) } == true)
    // ffmpeg puts AV1 into transport streams and does not find it there again.
    guard profile.videoCodec != .av1 else { return }
    let seen = try await TransportStream(of: bytes, in: folder.path)
    #expect(seen.pictureCodec == profile.videoCodec.probeName)
    #expect(seen.pixelFormat == (profile.bitDepth == 10 ? "yuv420p10le" : "yuv420p"))
    #expect((seen.width, seen.height) == (256, 144))
    #expect(seen.soundCodec == profile.audioCodec.probeName)
    #expect(seen.sampleRate == "48000" && seen.channels == profile.audioChannels)
  }

  @Test("a key frame of HEVC and MPEG-2 can be decoded without what came before it")
  func cuts() async throws {
    for codec in [VideoCodec.hevc, .mpeg2] {
      let folder = try TestFolder()
      let bytes = try await output(Self.profile(codec, .ac3), .coldStart, in: folder)
      let tail = try TransportPackets(bytes).from(display: 990_000, of: 256, in: bytes)
      let path = folder.path + "/tail.ts"
      try tail.write(to: URL(filePath: path))
      let decoded = try await runFFmpeg(
        ["-v", "warning", "-i", "file:\(path)", "-map", "0:v", "-f", "framecrc", "-"])
      let lines = String(decoding: decoded.output, as: UTF8.self).split(separator: "\n")
      #expect(lines.count { !$0.hasPrefix("#") } == 35)
      let said = decoded.errors.split(separator: "\n").filter {
        $0.hasPrefix("[\(codec.probeName)")
      }
      #expect(said == [])
    }
  }

  @Test("sound only brings a tiny picture, and never decodes the file's")
  func soundOnly() async throws {
    let folder = try TestFolder()
    var profile = Self.profile(.hevc, .mp3)
    profile.hasPicture = false
    let bytes = try await output(profile, .regular, in: folder)
    let seen = try await TransportStream(of: bytes, in: folder.path)
    #expect((seen.width, seen.height) == (64, 36))
    #expect(seen.pictureCodec == "h264" && seen.soundCodec == "mp3")
    #expect(seen.pictures.count == 60)
    #expect(seen.pictures.filter(\.isKey).map(\.time) == [10, 12])
    #expect(bytes.count < 120_000)
  }
}

extension AudioCodec {
  fileprivate var samples: Int {
    switch self {
    case .aac: 1024
    case .ac3, .eac3: 1536
    case .mp3: 1152
    case .opus, .pcm: 960
    }
  }
}

/// The units of a transport stream with their times, found without knowing any codec.
private struct TransportPackets {
  struct Unit {
    var display: Int64
    var decode: Int64
    var isKey: Bool
    /// Where its first packet is.
    var offset: Int
  }

  var units: [Int: [Unit]] = [:]

  init(_ bytes: Data) throws {
    for offset in stride(from: 0, to: bytes.count, by: 188) {
      let packet = [UInt8](bytes[offset..<min(offset + 188, bytes.count)])
      try #require(packet.count == 188 && packet[0] == 0x47)
      let stream = Int(packet[1] & 0x1F) << 8 | Int(packet[2])
      guard packet[1] & 0x40 != 0, stream == 256 || stream == 257 else { continue }
      let hasField = packet[3] & 0x20 != 0 && packet[4] > 0
      let start = 4 + (packet[3] & 0x20 != 0 ? 1 + Int(packet[4]) : 0)
      let display = Self.time(packet, start + 9)
      let decode = packet[start + 7] & 0x40 != 0 ? Self.time(packet, start + 14) : display
      units[stream, default: []].append(
        Unit(
          display: display, decode: decode, isKey: hasField && packet[5] & 0x40 != 0,
          offset: offset))
    }
  }

  /// The tables, and all packets of a stream from a unit on.
  func from(display: Int64, of stream: Int, in bytes: Data) throws -> Data {
    let unit = try #require(units[stream]?.first { $0.display == display })
    var tail = Data()
    for offset in stride(from: 0, to: bytes.count, by: 188) {
      let packet = bytes[offset..<(offset + 188)]
      let number = Int(packet[offset + 1] & 0x1F) << 8 | Int(packet[offset + 2])
      if offset < unit.offset ? number < 17 || number == 4096 : number == stream { tail += packet }
    }
    return tail
  }

  private static func time(_ packet: [UInt8], _ at: Int) -> Int64 {
    let parts = packet[at..<(at + 5)].map(Int64.init)
    return (parts[0] >> 1 & 7) << 30 | parts[1] << 22 | (parts[2] >> 1) << 15 | parts[3] << 7
      | parts[4] >> 1
  }
}

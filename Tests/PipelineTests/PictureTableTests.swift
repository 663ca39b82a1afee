import Foundation
import Library
import Pipeline
import Playout
import Testing

/// A source of one kind, made by ffmpeg, with what has to be seen of it afterwards.
///
/// The left half of each is red and the right half blue, unless said otherwise.
struct PictureCase: Sendable, CustomTestStringConvertible {
  var name: String
  /// The size of the picture as it is stored.
  var size = (640, 360)
  var rate = "25"
  /// Filters behind the two colours.
  var filters = ""
  var encoder = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
  var ending = "mp4"
  var change: @Sendable (inout VideoStream) -> Void = { _ in }
  var profile: @Sendable (inout TranscodeProfile) -> Void = { _ in }
  /// What is seen at a few places of the 320x180 picture.
  var patches: [(x: Int, y: Int, colour: String)] = [(80, 90, "red"), (240, 90, "blue")]
  /// How many of sixty pictures differ from the one before, at least.
  var moves = 0

  var testDescription: String { name }

  static let all: [PictureCase] = sizes + rates + turns + ranges + coders + unlikely

  private static let sizes = [
    PictureCase(name: "the same shape"),
    PictureCase(
      name: "wide, with bars", size: (640, 240),
      patches: [(80, 90, "red"), (240, 90, "blue"), (80, 10, "black"), (240, 170, "black")]),
    PictureCase(
      name: "wide, cut", size: (640, 240), profile: { $0.scaling = .crop },
      patches: [(80, 3, "red"), (240, 176, "blue"), (20, 90, "red"), (300, 90, "blue")]),
    PictureCase(
      name: "wide, stretched", size: (640, 240), profile: { $0.scaling = .stretch },
      patches: [(5, 3, "red"), (314, 176, "blue")]),
    PictureCase(
      name: "tall, with bars", size: (360, 360),
      patches: [(100, 90, "red"), (220, 90, "blue"), (20, 90, "black"), (300, 90, "black")]),
    PictureCase(
      name: "tall, cut", size: (360, 360), profile: { $0.scaling = .crop },
      patches: [(5, 90, "red"), (314, 90, "blue")]),
    PictureCase(
      name: "tall, stretched", size: (360, 360), profile: { $0.scaling = .stretch },
      patches: [(5, 90, "red"), (314, 90, "blue")]),
    PictureCase(
      name: "anamorphic PAL wide", size: (720, 576), filters: "setsar=64/45",
      change: { $0.sampleAspectRatio = Ratio(64, 45) },
      patches: [(5, 5, "red"), (314, 174, "blue")]),
    PictureCase(
      name: "anamorphic NTSC 4:3", size: (720, 480), filters: "setsar=8/9",
      change: { $0.sampleAspectRatio = Ratio(8, 9) },
      patches: [(100, 90, "red"), (220, 90, "blue"), (15, 90, "black"), (305, 90, "black")]),
    PictureCase(name: "tiny", size: (64, 36)),
    PictureCase(name: "huge", size: (2560, 1440)),
    PictureCase(
      name: "wide as cinema", size: (1920, 804),
      patches: [
        (80, 90, "red"), (240, 90, "blue"), (80, 4, "black"),
      ]),
  ]

  private static let rates = [
    PictureCase(name: "cinema", rate: "24000/1001"),
    PictureCase(name: "NTSC", rate: "30000/1001"),
    PictureCase(name: "fast", rate: "60", profile: { $0.frameRate = 25 }),
    PictureCase(name: "slow", rate: "10"),
    PictureCase(
      name: "varying", rate: "30", filters: "select=not(mod(n\\,3))+not(mod(n\\,7))",
      encoder: [
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-vsync", "vfr",
      ], ending: "mkv", change: { $0.frameRate = nil }),
    interlaced("PAL, a picture for both fields", rate: 25, profileRate: 25, moves: 40),
    interlaced("PAL, a picture for each field", rate: 25, profileRate: 50, moves: 55),
    interlaced("NTSC, a picture for each field", rate: 30, profileRate: 60, moves: 55),
  ]

  private static func interlaced(
    _ name: String, rate: Int, profileRate: Int, moves: Int
  ) -> PictureCase {
    PictureCase(
      name: name, size: (720, 576), rate: "\(rate * 2)",
      filters: "setsar=64/45,\(mover),interlace",
      encoder: [
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-flags", "+ildct+ilme",
        "-x264-params", "tff=1",
      ],
      change: { video in
        video.fieldOrder = "tt"
        video.sampleAspectRatio = Ratio(64, 45)
      }, profile: { $0.frameRate = profileRate }, moves: moves)
  }

  /// Noise in the middle, new in every picture.
  private static let mover = "noise=c0s=60:allf=t"

  private static let turns = [90, 180, 270].map { degrees in
    let isUpright = degrees == 180
    return PictureCase(
      name: "turned by \(degrees)", size: (640, 360), ending: "mp4",
      change: { $0.rotation = degrees },
      patches: isUpright
        ? [(80, 90, "blue"), (240, 90, "red")]
        : degrees == 90
          ? [(160, 30, "red"), (160, 150, "blue"), (40, 90, "black"), (280, 90, "black")]
          : [(160, 30, "blue"), (160, 150, "red"), (40, 90, "black"), (280, 90, "black")])
  }

  private static let ranges =
    [
      deep("ten bits, usual range", transfer: "bt709", deep: ["-pix_fmt", "yuv420p10le"]),
      deep("HDR10", transfer: "smpte2084", deep: hdr("smpte2084")),
      deep("HLG", transfer: "arib-std-b67", deep: hdr("arib-std-b67")),
    ]
    + [
      PictureCase(
        name: "full colour",
        encoder: ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p"],
        change: { $0.pixelFormat = "yuv444p" }),
      PictureCase(
        name: "MPEG-2", encoder: ["-c:v", "mpeg2video", "-q:v", "3", "-pix_fmt", "yuv420p"],
        ending: "mkv", change: { $0.codec = "mpeg2video" }),
      PictureCase(
        name: "VP9",
        encoder: [
          "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-pix_fmt", "yuv420p",
        ], ending: "mkv", change: { $0.codec = "vp9" }),
    ]

  private static func coder(
    _ name: String, _ codec: String, _ format: String, ending: String = "mkv",
    encoder: [String], size: (Int, Int) = (640, 360)
  ) -> PictureCase {
    PictureCase(
      name: name, size: size, encoder: encoder + ["-pix_fmt", format], ending: ending,
      change: { video in
        video.codec = codec
        video.pixelFormat = format
        video.profile = nil
      })
  }

  private static let coders = [
    coder(
      "MPEG-4 in AVI", "mpeg4", "yuv420p", ending: "avi", encoder: ["-c:v", "mpeg4", "-q:v", "3"]),
    coder(
      "full range", "h264", "yuvj420p", encoder: ["-c:v", "libx264", "-preset", "ultrafast"]),
    coder("ProRes", "prores", "yuv422p10le", ending: "mov", encoder: ["-c:v", "prores_ks"]),
    coder("FFV1 in full colour", "ffv1", "yuv444p", encoder: ["-c:v", "ffv1"]),
    coder(
      "H.264 as RGB", "h264", "rgb24", encoder: ["-c:v", "libx264rgb", "-preset", "ultrafast"]),
    coder(
      "VP8", "vp8", "yuv420p", encoder: ["-c:v", "libvpx", "-deadline", "realtime", "-b:v", "2M"]),
    coder(
      "twelve bits", "hevc", "yuv422p12le",
      encoder: [
        "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error",
      ]),
    coder(
      "H.264 in a transport stream", "h264", "yuv420p", ending: "ts",
      encoder: [
        "-c:v", "libx264", "-preset", "ultrafast",
      ]),
  ]

  private static let unlikely = [
    PictureCase(name: "very fast", rate: "120"),
    PictureCase(name: "one picture a second", rate: "1"),
    PictureCase(
      name: "very wide, with bars", size: (1600, 100),
      patches: [(80, 90, "red"), (240, 90, "blue"), (80, 60, "black"), (240, 120, "black")]),
    PictureCase(
      name: "very tall, with bars", size: (100, 1600),
      patches: [(157, 90, "red"), (162, 90, "blue"), (120, 90, "black"), (200, 90, "black")]),
    PictureCase(
      name: "very tall, cut", size: (100, 1600), profile: { $0.scaling = .crop },
      patches: [(80, 90, "red"), (240, 90, "blue")]),
    PictureCase(
      name: "interlaced and not said", size: (720, 576), rate: "50",
      filters: "setsar=64/45,\(mover),interlace",
      change: { $0.sampleAspectRatio = Ratio(64, 45) },
      profile: { $0.deinterlacing = .always }),
  ]

  private static func hdr(_ transfer: String) -> [String] {
    [
      "-pix_fmt", "yuv420p10le", "-color_trc", transfer, "-color_primaries", "bt2020",
      "-colorspace", "bt2020nc",
    ]
  }

  private static func deep(_ name: String, transfer: String, deep: [String]) -> PictureCase {
    let isDeep = transfer != "bt709"
    // Red and blue as a master has them: half as bright as a white page.
    let curve =
      isDeep
      ? "zscale=tin=709:min=170m:pin=709:rin=limited:t=linear:p=2020:m=gbr:npl=203,"
        + "format=gbrpf32le,zscale=t=\(transfer):m=2020_ncl:r=limited:npl=203" : "null"
    return PictureCase(
      name: name, filters: "format=yuv420p,\(curve)",
      encoder: ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error"]
        + deep, ending: "mkv",
      change: { video in
        video.codec = "hevc"
        video.pixelFormat = "yuv420p10le"
        video.colorTransfer = transfer
      })
  }

  func probe(_ ending: String) -> MediaProbe {
    var video = VideoStream(
      index: 0, codec: "h264", profile: "High", width: size.0, height: size.1,
      pixelFormat: "yuv420p", frameRate: rational, sampleAspectRatio: Ratio(1),
      fieldOrder: "progressive")
    change(&video)
    let containers = ["mkv": "matroska,webm", "avi": "avi", "ts": "mpegts"]
    return MediaProbe(
      container: containers[ending] ?? "mov,mp4", duration: .seconds(2),
      video: video,
      audio: [AudioStream(index: 1, codec: "aac", profile: "LC", channels: 2, sampleRate: 48_000)])
  }

  private var rational: Ratio {
    let parts = rate.split(separator: "/").compactMap { Int($0) }
    let isInterlaced = filters.contains("interlace")
    return Ratio(isInterlaced ? parts[0] / 2 : parts[0], parts.count > 1 ? parts[1] : 1)
  }

  func make(at path: String) async throws {
    let (width, height) = size
    let half = "s=\(width / 2)x\(height):r=\(rate)"
    let graph =
      "color=red:\(half)[l];color=blue:\(half)[r];[l][r]hstack"
      + (filters.isEmpty ? "" : ",\(filters)")
    let made = try await runFFmpeg(
      [
        "-nostdin", "-v", "error", "-filter_complex", graph + "[v]", "-f", "lavfi", "-i",
        "sine=440:r=48000", "-map", "[v]", "-map", "0:a", "-t", "2",
      ] + encoder + ["-c:a", "aac", "-ac", "2", "-y", "file:\(path)"])
    guard made.status == 0, made.errors.isEmpty else {
      throw CaseError(text: "\(name): \(made.errors)")
    }
    if name.hasPrefix("turned") { try await turn(path) }
  }

  /// Writes into a file by how much it is to be turned; ffmpeg does so only where it copies.
  private func turn(_ path: String) async throws {
    // The tag counts the other way round.
    let degrees = name.split(separator: " ").last.flatMap { Int($0) }.map { 360 - $0 } ?? 0
    let turned = try await runFFmpeg([
      "-nostdin", "-v", "error", "-i", path, "-c", "copy", "-metadata:s:v:0", "rotate=\(degrees)",
      path + ".turned.mp4",
    ])
    guard turned.status == 0 else { throw CaseError(text: "\(name): \(turned.errors)") }
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.moveItem(atPath: path + ".turned.mp4", toPath: path)
  }

  struct CaseError: Error { var text: String }
}

@Suite("Pictures of every kind", .serialized, .timeLimit(.minutes(2)))
struct PictureTableTests {
  @Test("size, shape, rate, colour and start are right", arguments: PictureCase.all)
  func table(picture: PictureCase) async throws {
    let folder = try TestFolder()
    let path = "\(folder.path)/source.\(picture.ending)"
    try await picture.make(at: path)
    var profile = TranscodeProfile(
      name: "small", width: 320, height: 180, frameRate: 25, videoBitrate: 1_500_000,
      preset: "ultrafast", audioBitrate: 96_000, allowsCopy: false)
    picture.profile(&profile)
    #expect(profile.faults() == [])
    let probe = picture.probe(picture.ending)
    let run = RunRequest(
      path: path, probe: probe, length: .milliseconds(1600),
      decision: copyDecision(for: probe, profile: profile, targetDuration: 3), profile: profile)
    let made = try await runFFmpeg(arguments(for: run))
    // Said of every full-range picture; nothing is wrong with its colours, as is seen below.
    let told = made.errors.split(separator: "\n").filter { !$0.contains("deprecated pixel format") }
    #expect(told == [])
    let stream = try await TransportStream(of: made.output, in: folder.path)
    #expect(stream.width == 320 && stream.height == 180)
    #expect(stream.pixelShape == "1:1" || stream.pixelShape == nil)
    #expect(stream.pixelFormat == "yuv420p")
    #expect(stream.fieldOrder == "progressive")
    let times = stream.pictures.map(\.time).sorted()
    #expect(times.count == run.frames)
    #expect(times.first == 10)
    let steps = zip(times, times.dropFirst()).map { $1 - $0 }
    let step = 1 / Double(profile.frameRate)
    #expect(steps.allSatisfy { abs($0 - step) < 0.0002 })
    let sound = try #require(stream.sounds.first?.time)
    #expect(abs(sound - (10 - 1024.0 / 48_000)) < 0.03, "sound and picture begin together")
    try await checkColours(of: picture, in: folder.path + "/output.ts")
  }

  private func checkColours(of picture: PictureCase, in file: String) async throws {
    let decoded = try await runFFmpeg([
      "-v", "error", "-i", file, "-map", "0:v", "-pix_fmt", "rgb24", "-f", "rawvideo", "-",
    ])
    let bytes = [UInt8](decoded.output)
    let size = 320 * 180 * 3
    #expect(bytes.count / size > 5)
    let middle = bytes[(bytes.count / size / 2 * size)...].prefix(size)
    for patch in picture.patches {
      let found = colour(at: patch.x, patch.y, in: middle)
      #expect(found == patch.colour, "\(picture.name) at \(patch.x), \(patch.y)")
    }
    guard picture.moves > 0 else { return }
    let frames = (0..<bytes.count / size).map { bytes[($0 * size)..<(($0 + 1) * size)] }
    let changes = zip(frames, frames.dropFirst()).count { $0.elementsEqual($1) == false }
    #expect(changes * 60 / frames.count >= picture.moves)
  }

  /// The name of the average colour around a place.
  private func colour(at x: Int, _ y: Int, in picture: ArraySlice<UInt8>) -> String {
    var sums = [0, 0, 0]
    for row in -2...1 {
      for column in -2...1 {
        let place = picture.startIndex + ((y + row) * 320 + x + column) * 3
        for channel in 0..<3 { sums[channel] += Int(picture[place + channel]) }
      }
    }
    let (red, green, blue) = (sums[0] / 16, sums[1] / 16, sums[2] / 16)
    if red < 40, green < 40, blue < 40 { return "black" }
    if red > 150, green < 80, blue < 80 { return "red" }
    if blue > 150, green < 80, red < 80 { return "blue" }
    return "\(red) \(green) \(blue)"
  }
}

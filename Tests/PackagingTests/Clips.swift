import Foundation

/// Short clips made by ffmpeg once per test process, and runs of ffmpeg over them.
///
/// Each clip shows a moving test picture and plays a tone.
enum Clips {
  /// A run that failed, with what ffmpeg said.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The kinds of clip.
  enum Kind: String, CaseIterable {
    case at25 = "25fps.mp4"
    case at30 = "30fps.mp4"
    case at2997 = "2997fps.mp4"
    case at23976 = "23976fps.mkv"
    case openGroups = "open.mp4"
    case noReordering = "bf0.mp4"
    case deepReordering = "bf3.mp4"
    case silentFilm = "nosound.mp4"
    case soundOnly = "nopicture.m4a"
    case longGroups = "longgop.mp4"
    case longOpenGroups = "longopen.mkv"
    case lateSound = "latesound.mkv"

    var rate: String {
      switch self {
      case .at25, .openGroups: "25"
      case .longOpenGroups: "24"
      case .at2997, .deepReordering: "30000/1001"
      case .at23976: "24000/1001"
      default: "30"
      }
    }

    fileprivate var arguments: [String] {
      let x264 = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"]
      let coding: [String] =
        switch self {
        case .openGroups:
          ["-bf", "2", "-g", "25", "-x264-params", "open-gop=1:scenecut=0:keyint=25:min-keyint=25"]
        case .longOpenGroups:
          [
            "-bf", "3", "-b_strategy", "0", "-g", "48", "-x264-params",
            "open-gop=1:scenecut=0:keyint=48:min-keyint=48",
          ]
        case .noReordering: ["-bf", "0", "-g", "30"]
        case .deepReordering: ["-bf", "3", "-b_strategy", "0", "-g", "45"]
        case .longGroups: ["-bf", "2", "-g", "300", "-keyint_min", "300", "-sc_threshold", "0"]
        default: ["-bf", "2", "-g", "30"]
        }
      let length = self == .longGroups || self == .longOpenGroups ? "9" : "4"
      let picture = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=\(rate):d=\(length)"]
      let sound = ["-f", "lavfi", "-i", "sine=f=440:r=48000:d=\(length)"]
      let late = ["-itsoffset", "1.5", "-f", "lavfi", "-i", "sine=f=440:r=48000:d=2.5"]
      let aac = ["-c:a", "aac", "-ac", "2", "-b:a", "64k"]
      return switch self {
      case .silentFilm: picture + x264 + coding
      case .soundOnly: sound + aac
      case .lateSound: picture + late + x264 + coding + aac
      default: picture + sound + x264 + coding + aac
      }
    }
  }

  /// The folder of this process, gone when it exits.
  static let folder: String = {
    let path =
      NSTemporaryDirectory() + "exstreamtv-clips-\(ProcessInfo.processInfo.processIdentifier)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: Clips.folder) }
    return path
  }()

  private static let made: [Kind: Result<String, Failure>] = {
    var made: [Kind: Result<String, Failure>] = [:]
    for kind in Kind.allCases {
      let path = folder + "/" + kind.rawValue
      made[kind] = Result { () throws(Failure) in
        _ = try run(["-y", "-v", "error"] + kind.arguments + [path])
        return path
      }
    }
    return made
  }()

  /// The clip's file.
  static func path(_ kind: Kind) throws(Failure) -> String {
    try made[kind, default: .failure(Failure(description: "no clip \(kind)"))].get()
  }

  private static func output(from offset: Double) -> [String] {
    [
      "-muxdelay", "0", "-muxpreload", "0", "-avoid_negative_ts", "disabled",
      "-output_ts_offset", "\(offset)", "-pes_payload_size", "0", "-omit_video_pes_length", "0",
      "-pcr_period", "20", "-pat_period", "1", "-f", "mpegts", "pipe:1",
    ]
  }

  /// The transport stream of a clip, encoded anew at 30 pictures a second.
  static func encoded(
    _ kind: Kind, from start: Double = 0, seconds: Double, keyEvery: Int = 30, reordering: Int = 2,
    channels: Int = 2, soundSeconds: Double? = nil, at offset: Double = 10
  ) throws(Failure) -> [UInt8] {
    let inputs =
      kind == .silentFilm
      ? ["-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo", "-map", "0:v:0", "-map", "1:a"] : []
    return try run(
      ["-v", "error", "-nostdin", "-ss", "\(start)", "-i", try path(kind)] + inputs + [
        "-t", "\(seconds)", "-vf", "fps=30:start_time=0,tpad=stop=-1:stop_mode=clone",
        "-af",
        "aresample=48000:async=1:first_pts=0,apad"
          + (soundSeconds.map { ",atrim=end=\($0)" } ?? ""),
        "-c:a", "aac", "-ac", "\(channels)", "-ar", "48000", "-c:v", "libx264", "-preset",
        "veryfast", "-bf", "\(reordering)", "-flags",
        "+cgop", "-sc_threshold", "0", "-g", "\(keyEvery)", "-keyint_min", "\(keyEvery)",
        "-pix_fmt", "yuv420p",
      ] + output(from: offset))
  }

  /// The transport stream of a clip, copied.
  static func copied(
    _ kind: Kind, from start: Double = 0, seconds: Double = 60, at offset: Double = 10
  ) throws(Failure) -> [UInt8] {
    try run(
      ["-v", "error", "-nostdin", "-ss", "\(start)", "-i", try path(kind), "-t", "\(seconds)"]
        + ["-c", "copy"]
        + (kind == .soundOnly ? [] : ["-bsf:v", "h264_mp4toannexb,dump_extra=freq=keyframe"])
        + output(from: offset))
  }

  /// The transport stream of any inputs, with the arguments for pictures and sound.
  static func made(
    inputs: [String], _ pictures: [String], _ sounds: [String]
  ) throws(Failure) -> [UInt8] {
    try run(["-v", "error", "-nostdin"] + inputs + pictures + sounds + output(from: 10))
  }

  /// What ffprobe finds in a stream: each track's codec, and channels and language of sound.
  static func streams(of bytes: [UInt8]) throws -> [String] {
    try probed(bytes, ["-show_entries", "stream=codec_name,channels:stream_tags=language"])
      .map { $0.split(separator: ",").joined(separator: " ") }
  }

  /// The sizes of a stream's pictures, one after another without repeats.
  static func sizes(of bytes: [UInt8]) throws -> [String] {
    let lines = try probed(bytes, ["-select_streams", "v", "-show_entries", "frame=width,height"])
    return lines.map { $0.split(separator: ",").prefix(2).joined(separator: "x") }
      .reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// The pitch of a stream's first sound in each second, to the next 20 Hz.
  static func tones(of bytes: [UInt8]) throws -> [Int] {
    let path = folder + "/\(UUID().uuidString).ts"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let raw = try run([
      "-v", "error", "-i", path, "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-f", "s8", "-c:a",
      "pcm_s8", "pipe:1",
    ])
    return stride(from: 0, to: raw.count - 24_000, by: 48_000).map { start in
      // From the middle half of each second: joins are at its ends.
      let part = raw[start + 12_000..<min(start + 36_000, raw.count)].map { Int8(bitPattern: $0) }
      let crossings = zip(part, part.dropFirst()).filter { $0 < 0 && $1 >= 0 }.count
      return Int((Double(crossings) * 2 / 20).rounded()) * 20
    }
  }

  /// The samples of a stream's first sound, 16 bits each, in stereo.
  static func samples(of bytes: [UInt8]) throws -> [Int16] {
    let path = folder + "/\(UUID().uuidString).ts"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try samples(["-i", path, "-map", "0:a:0"])
  }

  /// The same of a source that ffmpeg makes.
  static func samples(lavfi source: String) throws -> [Int16] {
    try samples(["-f", "lavfi", "-i", source])
  }

  private static func samples(_ input: [String]) throws -> [Int16] {
    let raw = try run(
      ["-v", "error"] + input + ["-ac", "2", "-f", "s16le", "-c:a", "pcm_s16le", "pipe:1"])
    return stride(from: 0, to: raw.count - 1, by: 2).map { at in
      Int16(bitPattern: UInt16(raw[at]) | UInt16(raw[at + 1]) << 8)
    }
  }

  private static func probed(_ bytes: [UInt8], _ wishes: [String]) throws -> [String] {
    let path = folder + "/\(UUID().uuidString).ts"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let arguments = ["-v", "error"] + wishes + ["-of", "csv=p=0", path]
    let text = String(decoding: try run(arguments, program: "ffprobe"), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    // The streams of the program are told first, and without their languages.
    return wishes.contains { $0.hasPrefix("stream") } ? Array(lines.suffix(lines.count / 2)) : lines
  }

  /// How many channels a stream's sound has, one after another without repeats.
  static func channels(of bytes: [UInt8]) throws -> [Int] {
    let path = folder + "/\(UUID().uuidString).ts"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let raw = try run([
      "-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "adts", "pipe:1",
    ])
    var found: [Int] = []
    var at = 0
    while at + 7 < raw.count {
      let channels = Int(raw[at + 2] & 1) << 2 | Int(raw[at + 3]) >> 6
      if found.last != channels { found.append(channels) }
      let length = Int(raw[at + 3] & 3) << 11 | Int(raw[at + 4]) << 3 | Int(raw[at + 5]) >> 5
      at += max(7, length)
    }
    return found
  }

  /// The digest of each picture of a clip, as a decoder shows it.
  static func pictures(of kind: Kind) throws -> [String] {
    try pictures(at: try path(kind))
  }

  /// The digest of each picture of a stream.
  static func pictures(of bytes: [UInt8]) throws -> [String] {
    let path = folder + "/\(UUID().uuidString).ts"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try pictures(at: path)
  }

  private static func pictures(at path: String) throws -> [String] {
    let lines = try run([
      "-v", "error", "-i", path, "-map", "0:v", "-fps_mode", "passthrough", "-enc_time_base",
      "1:90000", "-f", "framemd5", "pipe:1",
    ])
    return String(decoding: lines, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .compactMap { $0.split(separator: ",").last?.trimmingCharacters(in: .whitespaces) }
  }

  /// What ffmpeg says when it decodes a stream; empty for a good one.
  ///
  /// Where an item is entered at a key frame that is no IDR, its decoder may
  /// give the last picture before the join after it: `leniently` lets it
  /// leave that picture out.
  static func complaints(decoding bytes: [UInt8], leniently: Bool = false) throws -> String {
    let path = folder + "/\(UUID().uuidString).ts"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      _ = try run([
        "-v", "warning", "-i", path, "-fps_mode", leniently ? "vfr" : "passthrough",
        "-enc_time_base", "1:90000", "-f", "null", "-",
      ])
      return ""
    } catch {
      return error.description
    }
  }

  /// Runs ffmpeg and returns what it writes; anything that it says counts as failure.
  static func run(
    _ arguments: [String], program: String = "ffmpeg"
  ) throws(Failure) -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["timeout", "60", program] + arguments
    let name = folder + "/\(UUID().uuidString)"
    defer {
      for end in [".out", ".err"] { try? FileManager.default.removeItem(atPath: name + end) }
    }
    do {
      for end in [".out", ".err"] { try Data().write(to: URL(fileURLWithPath: name + end)) }
      process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: name + ".out"))
      process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: name + ".err"))
      process.standardInput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      let said = try String(contentsOfFile: name + ".err", encoding: .utf8)
      guard process.terminationStatus == 0, said.isEmpty else {
        throw Failure(description: "status \(process.terminationStatus): \(said.prefix(2000))")
      }
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: name + ".out")))
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(description: "\(error)")
    }
  }
}

import Foundation
import Harness

/// A file that flashes and beeps at the same moments, which are not evenly apart.
struct SyncSource: Specimen, Sendable {
  static let moments = [0.5, 1.4, 2.5, 3.7, 4.6, 5.8, 6.9, 7.7]

  var name: String
  var size = "320x180"
  var rate = "25"
  /// Further filters of the pictures.
  var filters = ""
  var picture = [
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "-bf", "0",
  ]
  var sound = ["-c:a", "aac"]
  var soundRate = 48_000
  /// By how many seconds sound begins after the picture.
  var soundStart = 0.0
  /// What stands before the file's name.
  var muxing: [String] = []
  /// Arguments of a second run that copies the file.
  var recut: [String]?
  /// Where the run begins.
  var inPoint = 0.0
  var profileRate = 50
  var ending = "mkv"
  var seconds = 8.5

  func make(at file: URL) throws {
    let whole = recut.map { _ in
      file.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "\(UUID().uuidString).\(ending)")
    }
    defer { if let whole { try? FileManager.default.removeItem(at: whole) } }
    let on = Self.moments.map { "between(t,\($0),\($0 + 0.1))" }.joined(separator: "+")
    // What begins later has lost its beginning, so nothing moves against anything.
    func late(_ by: Double, _ trim: String, _ setpts: String) -> String {
      by > 0 ? ",\(trim)=start=\(by),\(setpts)=PTS-STARTPTS+\(by)/TB" : ""
    }
    try Clips.ffmpeg(
      [
        "-f", "lavfi", "-i",
        "color=black:s=\(size):r=\(rate),drawbox=c=white:t=fill:enable='\(on)'"
          + filters + late(-soundStart, "trim", "setpts"),
        "-f", "lavfi", "-i",
        "aevalsrc='if(\(on),0.5*sin(2*PI*1000*t),0)':s=48000:c=stereo"
          + late(soundStart, "atrim", "asetpts"), "-t", "\(seconds)",
      ] + picture + sound + ["-ar", "\(soundRate)"] + muxing + ["-y", (whole ?? file).path])
    if let whole, let recut {
      try Clips.ffmpeg(
        ["-ss", recut[0], "-i", whole.path, "-c", "copy"] + recut.dropFirst()
          + ["-y", file.path])
    }
  }

  static let all: [SyncSource] =
    rates + frames + places + cuts + codings + sounds + containers + clocks + inPoints + profiles

  private static let rates = [
    "10", "15", "24000/1001", "24", "25", "30000/1001", "30", "48", "50", "60000/1001", "60",
  ].map { SyncSource(name: "rate \($0)", rate: $0, ending: "mp4") }

  private static let bFrames = [
    "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "50", "-bf", "3",
  ]
  private static let fields = [
    "-flags", "+ildct+ilme", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
    "-g", "25",
  ]

  private static let frames = [
    SyncSource(name: "varying rate", filters: ",select='mod(n,3)*mod(n,7)'", muxing: vfr),
    SyncSource(
      name: "varying rate in MP4", rate: "60", filters: ",select='mod(n,3)*mod(n,7)'", muxing: vfr,
      ending: "mp4"),
    SyncSource(
      name: "rate that changes", rate: "60", filters: ",select='lt(t,4)+not(mod(n,3))'",
      muxing: vfr),
    SyncSource(name: "B-frames in MP4", picture: bFrames, ending: "mp4"),
    SyncSource(name: "B-frames", picture: bFrames),
    SyncSource(name: "B-frames in a transport stream", picture: bFrames, ending: "ts"),
    SyncSource(name: "open groups", picture: bFrames + ["-x264-params", "open-gop=1"]),
    SyncSource(
      name: "fields", size: "720x576", filters: ",setfield=tff",
      picture: fields + ["-x264-params", "tff=1"]),
    SyncSource(
      name: "fields of MPEG-2", size: "720x576", filters: ",setfield=bff",
      picture: ["-flags", "+ildct+ilme", "-c:v", "mpeg2video", "-q:v", "2", "-top", "0"],
      sound: ["-c:a", "mp2"], ending: "ts"),
    SyncSource(name: "HD", size: "1920x1080", ending: "mp4"),
  ]
  private static let vfr = ["-fps_mode", "vfr"]

  private static let places = ["mkv", "mp4", "ts"].flatMap { ending in
    [-1.0, -0.3, -0.04, 0.04, 0.3, 1.0].map {
      SyncSource(
        name: "sound \($0 < 0 ? "early" : "late") by \(abs($0)) in \(ending)", soundStart: $0,
        ending: ending)
    }
  }

  private static let cuts = [
    SyncSource(name: "edit list", recut: ["0.3"], ending: "mp4", seconds: 8),
    SyncSource(
      name: "edit list and B-frames", picture: bFrames, recut: ["1.13"], ending: "mp4", seconds: 7),
    SyncSource(
      name: "edit list in MOV", picture: bFrames, sound: ["-c:a", "pcm_s16le"], recut: ["1.13"],
      ending: "mov", seconds: 7),
    SyncSource(
      name: "cut Matroska", picture: bFrames, recut: ["1.13"], seconds: 7),
    SyncSource(
      name: "no edit list", picture: bFrames, recut: ["1.13", "-use_editlist", "0"], ending: "mp4",
      seconds: 7),
    SyncSource(
      name: "fragmented MP4", picture: bFrames,
      muxing: ["-movflags", "frag_keyframe+empty_moov"], ending: "mp4"),
  ]

  private static let codings = PictureCoding.all.dropFirst().map {
    SyncSource(
      name: "picture \($0.name)", picture: $0.arguments + ["-pix_fmt", $0.pixels],
      ending: $0.ending)
  }

  private static let sounds =
    SoundCoding.all.filter { $0.channels == 2 }.map {
      SyncSource(name: "sound \($0.codec)", sound: $0.arguments, soundRate: $0.rate)
    }
    + [22_050, 32_000, 44_100].flatMap { rate in
      ["mp4", "mkv", "ts"].map {
        SyncSource(name: "sound of \(rate) in \($0)", soundRate: rate, ending: $0)
      }
    }

  private static let mp3 = ["-c:a", "libmp3lame"]
  private static let containers = [
    SyncSource(name: "MP3 in MP4", sound: mp3, soundRate: 44_100, ending: "mp4"),
    SyncSource(name: "AC-3 in a transport stream", sound: ["-c:a", "ac3"], ending: "ts"),
    SyncSource(
      name: "MPEG-4 and MP3 in AVI", picture: ["-c:v", "mpeg4", "-q:v", "2", "-bf", "2"],
      sound: mp3, ending: "avi"),
    SyncSource(
      name: "varying MP3 in AVI", picture: ["-c:v", "mpeg4", "-q:v", "2"],
      sound: mp3 + ["-q:a", "4"], ending: "avi"),
    SyncSource(name: "PCM in MOV", sound: ["-c:a", "pcm_s16le"], ending: "mov"),
    SyncSource(
      name: "VP9 and Opus in WebM", picture: ["-c:v", "libvpx-vp9", "-deadline", "realtime"],
      sound: ["-c:a", "libopus"], ending: "webm"),
    SyncSource(
      name: "VP8 and Vorbis in WebM", picture: ["-c:v", "libvpx", "-deadline", "realtime"],
      sound: ["-c:a", "libvorbis"], ending: "webm"),
    SyncSource(name: "FLV", ending: "flv"),
    SyncSource(
      name: "MPEG program stream", picture: ["-c:v", "mpeg2video", "-q:v", "2", "-bf", "2"],
      sound: ["-c:a", "mp2"], ending: "mpg"),
    SyncSource(
      name: "WMV", picture: ["-c:v", "wmv2", "-q:v", "2"], sound: ["-c:a", "wmav2"],
      soundRate: 44_100, ending: "wmv"),
    SyncSource(
      name: "Theora in Ogg", picture: ["-c:v", "libtheora", "-q:v", "8"],
      sound: ["-c:a", "libvorbis"], soundRate: 44_100, ending: "ogv"),
    SyncSource(
      name: "DV in AVI", size: "720x576", picture: ["-c:v", "dvvideo", "-pix_fmt", "yuv420p"],
      sound: ["-c:a", "pcm_s16le"], ending: "avi"),
  ]

  private static let clocks = [
    SyncSource(
      name: "clock from 50,000 s", muxing: ["-output_ts_offset", "50000"], ending: "ts"),
    SyncSource(
      name: "clock that wraps", picture: bFrames,
      muxing: ["-output_ts_offset", "95439.5", "-muxdelay", "0"], ending: "ts"),
    SyncSource(name: "Matroska from 3,600 s", muxing: ["-output_ts_offset", "3600"]),
    SyncSource(
      name: "Matroska before zero",
      muxing: ["-output_ts_offset", "-0.02", "-avoid_negative_ts", "disabled"]),
    SyncSource(
      name: "MP4 from 7 s", muxing: ["-output_ts_offset", "7", "-avoid_negative_ts", "disabled"],
      ending: "mp4"),
    SyncSource(
      name: "MP4 before zero",
      muxing: ["-output_ts_offset", "-0.3", "-avoid_negative_ts", "disabled"], ending: "mp4"),
  ]

  private static let inPoints =
    [
      ("mp4", 1.7), ("mp4", 3.37), ("mkv", 1.7), ("mkv", 3.37), ("ts", 1.7), ("ts", 3.37),
    ].map {
      SyncSource(name: "from \($1) in \($0)", picture: bFrames, inPoint: $1, ending: $0)
    } + [
      SyncSource(
        name: "from 2.9 in AVI", picture: ["-c:v", "mpeg4", "-q:v", "2"], sound: mp3, inPoint: 2.9,
        ending: "avi"),
      SyncSource(
        name: "from 2.9, Opus", sound: ["-c:a", "libopus"], inPoint: 2.9),
      SyncSource(
        name: "from 2.9, sound late by 0.3", soundStart: 0.3, inPoint: 2.9, ending: "mp4"),
      SyncSource(
        name: "from 2.9, sound early by 0.3", soundStart: -0.3, inPoint: 2.9, ending: "ts"),
      SyncSource(
        name: "from 2.9, clock from 50,000 s", muxing: ["-output_ts_offset", "50000"], inPoint: 2.9,
        ending: "ts"),
      SyncSource(
        name: "from 2.9, Matroska from 3,600 s", muxing: ["-output_ts_offset", "3600"],
        inPoint: 2.9),
    ]

  private static let profiles = [24, 25, 30, 60].flatMap { rate in
    ["24000/1001", "25"].map {
      SyncSource(name: "rate \($0) at \(rate)", rate: $0, profileRate: rate, ending: "mp4")
    }
  }
}

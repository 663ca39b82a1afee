/// How files keep pictures: one list for all tables.
struct PictureCoding: Sendable {
  var name: String
  var arguments: [String]
  /// The pixels that the encoder is given.
  var pixels = "yuv420p"
  /// zscale's names of the matrix that players take for its, and of the range.
  var matrix = "709"
  var range = "limited"
  var ending = "mkv"

  /// Hardly any loss, so that what is measured is what was done to a file and not the file.
  static let all: [PictureCoding] = [
    PictureCoding(name: "H.264", arguments: h264), PictureCoding(name: "HEVC", arguments: hevc),
    PictureCoding(name: "HEVC ten bits", arguments: hevc, pixels: "yuv420p10le"),
    PictureCoding(name: "MPEG-2", arguments: mpeg2),
    PictureCoding(name: "MPEG-2 in a transport stream", arguments: mpeg2, ending: "ts"),
    PictureCoding(name: "MPEG-4", arguments: mpeg4),
    PictureCoding(name: "MPEG-4 in AVI", arguments: mpeg4, ending: "avi"),
    PictureCoding(
      name: "ProRes", arguments: ["-c:v", "prores_ks"], pixels: "yuv422p10le", ending: "mov"),
    PictureCoding(
      name: "VP8", arguments: ["-c:v", "libvpx", "-deadline", "realtime", "-b:v", "20M"],
      matrix: "170m"),
    PictureCoding(
      name: "VP9", arguments: ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-b:v", "20M"]),
    PictureCoding(
      name: "AV1",
      arguments: [
        "-c:v", "libsvtav1", "-preset", "10", "-qp", "10", "-svtav1-params", "enable-tf=0",
      ]),
    PictureCoding(name: "FFV1", arguments: ["-c:v", "ffv1"]),
    PictureCoding(
      name: "motion JPEG", arguments: ["-c:v", "mjpeg", "-q:v", "2"], pixels: "yuvj422p",
      matrix: "170m", range: "full"),
    PictureCoding(name: "H.264 in MP4", arguments: h264, ending: "mp4"),
  ]

  static let h264 = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "4"]
  private static let hevc = [
    "-c:v", "libx265", "-preset", "ultrafast", "-qp", "8", "-x265-params", "log-level=none",
  ]
  private static let mpeg2 = ["-c:v", "mpeg2video", "-q:v", "2"]
  private static let mpeg4 = ["-c:v", "mpeg4", "-q:v", "2"]
}

/// How files keep sounds: one list for all tables.
struct SoundCoding: Sendable {
  var codec: String
  var channels = 2
  var rate = 48_000

  var name: String { "\(codec) \(channels) channels" }
  var arguments: [String] {
    ["-c:a", codec, "-strict", "-2"] + (codec == "aac" ? ["-b:a", "192k"] : [])
  }

  static let all: [SoundCoding] = [
    SoundCoding(codec: "aac"), SoundCoding(codec: "ac3"), SoundCoding(codec: "ac3", channels: 6),
    SoundCoding(codec: "eac3"), SoundCoding(codec: "eac3", channels: 6),
    SoundCoding(codec: "libmp3lame", rate: 44_100), SoundCoding(codec: "mp2"),
    SoundCoding(codec: "flac", rate: 96_000), SoundCoding(codec: "libopus"),
    SoundCoding(codec: "libopus", channels: 6), SoundCoding(codec: "libvorbis", rate: 44_100),
    SoundCoding(codec: "pcm_s16le"), SoundCoding(codec: "pcm_s24le", channels: 6),
    SoundCoding(codec: "pcm_f32le"), SoundCoding(codec: "alac", rate: 44_100),
    SoundCoding(codec: "dca", channels: 6), SoundCoding(codec: "truehd"),
  ]

  /// ffmpeg's filter that brings any sound to its shape.
  var shape: String {
    let layouts = [1: "mono", 2: "stereo", 3: "2.1", 4: "quad", 6: "5.1", 8: "7.1"]
    let layout = layouts[channels] ?? "stereo"
    return "aformat=sample_rates=\(rate):channel_layouts=\(layout)"
  }
}

import Foundation
import Harness
import Library
import Pipeline
import Playout

/// How near pictures of many kinds come to a conversion that shares nothing with ours: the master
/// in RGB, scaled in RGB by zscale alone.
enum PictureAccuracy {
  private struct Source: Specimen {
    var name: String
    var size = (1280, 720)
    var rate = "25"
    var format = "yuv420p"
    /// zscale's names of matrix and range.
    var matrix = "709"
    var range = "limited"
    var coding = PictureCoding.h264
    var isTagged = true
    /// The shape of one pixel.
    var pixel = (1, 1)
    var isInterlaced = false
    var ending = "mkv"

    func make(at file: URL) throws { try PictureAccuracy.make(self, at: file) }
  }

  private struct Found: Finding {
    var psnr: Double
    var ssim: Double
    var frames: Int

    var words: String {
      String(format: "%.1f dB, SSIM %.4f, %d of 30 pictures", psnr, ssim, frames)
    }
    var isMet: Bool { psnr > 30 && frames == 30 }
  }

  private static let width = 640
  private static let height = 360
  /// Saturated and smooth, so that what is measured is colour and place, not how edges are drawn.
  private static func master(_ size: (Int, Int)) -> String {
    "testsrc2=s=640x360:r=25,trim=end_frame=1,format=gbrp,gblur=sigma=12:steps=3,"
      + "zscale=w=\(size.0):h=\(size.1):f=bicubic,loop=loop=-1:size=1,setpts=N/25/TB"
  }

  static func run(_ tell: ([Row]) -> Void) throws {
    let (found, missed) = Specimens.measure(all, by: measure)
    tell([
      Row(
        what: "colour of \(all.count) kinds of picture against a conversion in RGB: worst PSNR",
        ours: found.map(\.psnr).min() ?? 0, bare: nil, unit: "dB", aim: "over 30 dB"),
      Row(
        what: "the same: median PSNR", ours: found.map(\.psnr).median, bare: nil, unit: "dB",
        aim: ""),
      Row(
        what: "the same: worst SSIM", ours: found.map(\.ssim).min() ?? 0, bare: nil, unit: "",
        aim: ""),
      Row(
        what: "the same: kinds that missed", ours: Double(missed), bare: nil, unit: "", aim: "0"),
    ])
  }

  private static func measure(
    _ source: Source, _ file: URL, _ probe: MediaProbe
  ) throws -> Found {
    let out = file.path + ".out.ts"
    let profile = Played.profile(width, height, bitrate: 12_000_000)
    try Played.run(
      Played.request(file, probe, profile, length: .milliseconds(1200)), to: URL(filePath: out))
    // As a player shows it: by its tags, and without them as small pictures usually are.
    let seen = "[0:v]zscale=min=input:rin=limited:m=gbr:r=full:f=bicubic,format=gbrp"
    let reference = "[1:v]\(reference(source))"
    let text = try Scanned.words([
      "-v", "info", "-i", out, "-f", "lavfi", "-i", master(source.size), "-filter_complex",
      "\(seen.replacing("min=input", with: "min=\(try matrix(of: out))")),split[a][c];"
        + "\(reference),trim=end_frame=30,split[b][d];[a][b]psnr=shortest=1,nullsink;"
        + "[c][d]ssim=shortest=1[v]",
      "-map", "[v]", "-f", "null", "-",
    ])
    let count = try Scanned.words([
      "-v", "info", "-i", out, "-map", "0:v", "-c", "copy", "-f", "framecrc", "-",
    ])
    let frames = count.split(separator: "\n").count { $0.hasPrefix("0,") }
    return Found(
      psnr: number(in: text, after: " average:") ?? 0,
      ssim: number(in: text, after: " All:") ?? 0, frames: frames)
  }

  private static func reference(_ source: Source) -> String {
    let shown = Double(source.size.0 * source.pixel.0) / Double(source.pixel.1)
    let scale = min(Double(width) / shown, Double(height) / Double(source.size.1))
    func even(_ value: Double) -> Int { Int((value / 2).rounded()) * 2 }
    let size = (even(shown * scale), even(Double(source.size.1) * scale))
    return "zscale=w=\(size.0):h=\(size.1):f=bicubic,format=gbrp,"
      + "pad=\(width):\(height):(ow-iw)/2:(oh-ih)/2:black"
  }

  /// What a player takes for the matrix of a stream.
  private static func matrix(of file: String) throws -> String {
    let (_, text) = try Child.output(
      of: "ffprobe",
      [
        "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=color_space", "-of",
        "default=nw=1:nk=1", file,
      ], within: .seconds(30))
    return text.contains("bt709") ? "709" : "170m"
  }

  private static func number(in text: String, after name: String) -> Double? {
    guard let place = text.range(of: name, options: .backwards) else { return nil }
    let word = text[place.upperBound...].prefix { !$0.isWhitespace }
    return word == "inf" ? 99 : Double(word)
  }

  private static func make(_ source: Source, at file: URL) throws {
    let names = ["709": "bt709", "170m": "smpte170m", "2020_ncl": "bt2020nc"]
    let isRGB = source.matrix == "gbr"
    let tags =
      source.isTagged && !isRGB
      ? [
        "-colorspace", names[source.matrix] ?? "bt709", "-color_range",
        source.range == "full" ? "pc" : "tv",
      ] : []
    let convert =
      isRGB
      ? "format=\(source.format)"
      : "zscale=m=\(source.matrix):r=\(source.range):rin=full:min=gbr,format=\(source.format)"
    let fields = source.isInterlaced ? ["-flags", "+ildct+ilme", "-x264-params", "tff=1"] : []
    try Clips.ffmpeg(
      [
        "-f", "lavfi", "-i", master(source.size), "-f", "lavfi", "-i", "sine=440:r=48000", "-t",
        "2", "-vf",
        "\(convert),fps=\(source.rate),setsar=\(source.pixel.0)/\(source.pixel.1)"
          + (source.isInterlaced ? ",setfield=tff" : ""),
      ] + source.coding + fields + tags + [
        "-c:a", "aac", "-y", file.path,
      ])
  }

  private static let all: [Source] = sizes + rates + formats + coders

  private static let sizes =
    [
      (320, 180), (640, 360), (854, 480), (960, 540), (1280, 720), (1920, 1080), (2560, 1440),
      (1920, 804), (1440, 1080), (720, 720), (600, 900), (1600, 200),
    ].map { Source(name: "\($0.0)x\($0.1)", size: $0) } + [
      Source(name: "PAL wide", size: (720, 576), matrix: "170m", pixel: (64, 45)),
      Source(name: "PAL", size: (720, 576), matrix: "170m", pixel: (16, 15)),
      Source(name: "NTSC wide", size: (720, 480), matrix: "170m", pixel: (32, 27)),
      Source(name: "NTSC", size: (720, 480), matrix: "170m", pixel: (8, 9)),
      Source(
        name: "PAL in fields", size: (720, 576), matrix: "170m", pixel: (64, 45),
        isInterlaced: true),
    ]

  private static let rates = ["24000/1001", "24", "30000/1001", "30", "50", "60", "10"].map {
    Source(name: "rate \($0.replacing("/", with: " by "))", rate: $0)
  }

  private static let formats = [
    Source(name: "BT.601 in HD", matrix: "170m"),
    Source(name: "BT.709 in SD", size: (640, 360)),
    Source(name: "untagged HD", isTagged: false),
    Source(name: "untagged SD", size: (720, 576), matrix: "170m", isTagged: false, pixel: (64, 45)),
    Source(name: "full range", format: "yuvj420p", range: "full"),
    Source(name: "4 2 2", format: "yuv422p"),
    Source(name: "4 4 4", format: "yuv444p"),
    Source(name: "ten bits", format: "yuv420p10le"),
    Source(name: "RGB", format: "gbrp", matrix: "gbr", coding: ["-c:v", "ffv1"]),
  ]

  private static let coders = PictureCoding.all.dropFirst().map {
    Source(
      name: $0.name, format: $0.pixels, matrix: $0.matrix, range: $0.range, coding: $0.arguments,
      ending: $0.ending)
  }
}

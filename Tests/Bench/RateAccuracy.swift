import Foundation
import Harness
import Library
import Pipeline
import Playout

/// Which of a file's pictures a viewer gets, and how evenly: each carries its number.
enum RateAccuracy {
  static func run(_ tell: ([Row]) -> Void) throws {
    let (found, missed) = Specimens.measure(RateSource.all, by: measure)
    tell([
      Row(
        what: "\(RateSource.all.count) rates into others: pictures lost, doubled or out of order "
          + "beyond need", ours: Double(found.reduce(0) { $0 + $1.faults }), bare: nil, unit: "",
        aim: "0"),
      Row(
        what: "the same: most that a picture is off its time",
        ours: found.map { $0.late / max(1, $0.step) }.max() ?? 0, bare: nil,
        unit: "pictures of the slower rate", aim: "1 at most"),
      Row(
        what: "the same: uneven spacing", ours: found.map(\.uneven).max() ?? 0, bare: nil,
        unit: "ms", aim: "0"),
      Row(
        what: "the same: kinds that missed", ours: Double(missed), bare: nil, unit: "", aim: "0"),
    ])
  }

  private struct Found: Finding {
    var pictures: Int
    var wanted: Int
    /// Different numbers among them.
    var distinct: Int
    /// Steps from one number to the next that the conversion does not demand.
    var faults: Int
    /// Pictures whose number can't be read for certain.
    var blurred: Int
    /// By how many pictures of the source one is farthest from its time.
    var late: Double
    /// Milliseconds by which spacing differs from what the rate demands.
    var uneven: Double
    var slack: Double
    /// Pictures of the source for each that is shown.
    var step: Double

    var words: String {
      "\(pictures) of \(wanted), \(distinct) different, \(faults) wrong steps, \(blurred) blurred, "
        + String(format: "off by %.2f, uneven by %.2f ms", late, uneven)
    }

    var isMet: Bool {
      pictures == wanted && faults == 0 && blurred == 0 && late <= slack && uneven <= 0.02
    }
  }

  private static func measure(
    _ source: RateSource, _ file: URL, _ probe: MediaProbe
  ) throws -> Found {
    let inPoint = Span(seconds: source.inPoint)
    let length = Span(seconds: source.seconds)
    let rate = source.profileRate
    let profile = Played.profile(
      RateSource.width, RateSource.height, rate: rate, bitrate: 4_000_000)
    let out = file.appendingPathExtension("out.ts")
    let stream = file.appendingPathExtension("spliced.ts")
    try Played.run(
      Played.request(file, probe, profile, offset: inPoint, length: length), to: out)
    let items = (1...2).map { file.appendingPathExtension("\($0).ts") }
    try Played.spliced(out, length: length, to: items)
    try Data(items.flatMap { try Data(contentsOf: $0) }).write(to: stream)
    let pictures = try numbers(in: stream)
    let times = try times(of: stream)
    let spacing = zip(times, times.dropFirst()).map { abs(($1 - $0) * 1000 - 1000 / Double(rate)) }
    let step = source.picturesPerSecond / Double(rate)
    let each = Int(source.seconds) * rate
    var found = Found(
      pictures: pictures.count, wanted: each * 2, distinct: 0, faults: 0, blurred: 0, late: 0,
      uneven: spacing.max() ?? .infinity, slack: max(source.slack, step / 2 + 0.6),
      step: step)
    for item in [pictures.prefix(each), pictures.dropFirst(each)] {
      let read = item.compactMap(\.self)
      found.blurred += item.count - read.count
      found.distinct = max(found.distinct, Set(read).count)
      let first = source.inPoint * source.picturesPerSecond
      for (place, number) in item.enumerated() {
        guard let number else { continue }
        found.late = max(found.late, abs(Double(number) - first - Double(place) * step))
      }
      let allowed =
        (step.rounded(.down) - source.slack + 1)...(step.rounded(.up) + source.slack - 1)
      let steps = zip(read, read.dropFirst()).map { $1 - $0 }
      found.faults += steps.count { !allowed.contains(Double($0)) || $0 < 0 }
      // Nothing but what the rates demand comes twice or is left out.
      let doubled = Double(steps.count { $0 == 0 })
      let demanded = max(0, 1 - step) * Double(steps.count)
      if abs(doubled - demanded) > max(1.5, source.slack) && source.firstField == nil
        && source.filters.isEmpty
      {
        found.faults += Int(abs(doubled - demanded))
      }
    }
    return found
  }

  /// The number of each picture; nil where a bar is neither light nor dark.
  private static func numbers(in file: URL) throws -> [Int?] {
    let raw = file.appendingPathExtension("raw")
    let bits = RateSource.bits
    try Clips.ffmpeg([
      "-i", file.path, "-map", "0:v", "-fps_mode", "passthrough", "-vf",
      "extractplanes=y,crop=iw:ih/2,scale=\(bits):1:flags=area", "-f", "rawvideo", "-y", raw.path,
    ])
    let bytes = [UInt8](try Data(contentsOf: raw))
    return stride(from: 0, to: bytes.count - bits + 1, by: bits).map { start in
      var (number, last) = (0, 0)
      for bar in bytes[start..<start + bits].reversed() {
        guard bar < 80 || bar > 170 else { return nil }
        last ^= bar > 126 ? 1 : 0
        number = number << 1 | last
      }
      return number
    }
  }

  private static func times(of file: URL) throws -> [Double] {
    let (_, text) = try Child.output(
      of: "ffprobe",
      [
        "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts", "-of", "csv=p=0",
        file.path,
      ])
    return text.split(whereSeparator: \.isNewline)
      .compactMap { Double($0.prefix { $0 != "," }) }.sorted().map { $0 / 90_000 }
  }
}

/// A file each of whose pictures, or fields, carries its number as bars of Gray code.
struct RateSource: Specimen, Sendable {
  static let bits = 12
  static let width = 192
  static let height = 108

  var name: String
  var rate: String
  var profileRate: Int
  /// Which field comes first; nil for whole pictures.
  var firstField: String?
  var filters = ""
  var coding = PictureCoding.h264
  var inPoint = 0.0
  /// How long an item is, in whole seconds.
  var seconds = 2.0
  /// By how many pictures of the source one may be off.
  var slack = 1.0
  var ending = "mkv"

  var picturesPerSecond: Double {
    let parts = rate.split(separator: "/").compactMap { Double($0) }
    return parts[0] / (parts.count > 1 ? parts[1] : 1)
  }

  func make(at file: URL) throws {
    let code = "N+floor(N/2)-2*bitand(N,floor(N/2))"
    let bar = "floor(X*\(Self.bits)/W)"
    var drawing =
      "color=gray:s=\(Self.width)x\(Self.height):r=\(rate),format=yuv420p,geq=cb=128:cr=128:"
      + "lum='16+219*mod(floor((\(code))/pow(2,\(bar))),2)'" + filters
    if let firstField {
      drawing +=
        ",tinterlace=mode=interleave_\(firstField == "tff" ? "top" : "bottom"),setfield=\(firstField)"
    }
    let fields =
      firstField.map {
        ["-flags", "+ildct+ilme", "-top", $0 == "tff" ? "1" : "0"]
          + (coding.contains("libx264") ? ["-x264-params", "\($0)=1"] : [])
      } ?? []
    try Clips.ffmpeg(
      [
        "-f", "lavfi", "-i", drawing, "-f", "lavfi", "-i", "sine=440:r=48000", "-t",
        "\(seconds + 1 + inPoint)", "-fps_mode", filters.isEmpty ? "cfr" : "vfr",
      ] + coding + fields
        // AAC begins before the picture, which these containers tell by moving that.
        + [
          "-g", "25", "-c:a", ["avi", "mkv"].contains(ending) ? "pcm_s16le" : "aac", "-y",
          file.path,
        ])
  }

  static let all: [RateSource] = plain + fields + meetings + odd

  private static let endings = ["mkv", "mp4", "ts", "avi"]

  private static let plain = [
    "10", "12", "15", "24000/1001", "24", "25", "30000/1001", "30", "48", "50", "60000/1001", "60",
    "120",
  ].enumerated().flatMap { place, rate in
    [25, 30, 50, 60].enumerated().map { number, profileRate in
      let ending = endings[(place + number) % endings.count]
      return RateSource(
        name: "\(rate) in \(ending) at \(profileRate)", rate: rate, profileRate: profileRate,
        coding: ending == "avi" ? ["-c:v", "mjpeg", "-q:v", "2"] : PictureCoding.h264,
        ending: ending)
    }
  }

  private static let mpeg2 = ["-c:v", "mpeg2video", "-q:v", "2"]

  private static let fields = [
    ("tff", "50", 50), ("bff", "50", 50), ("tff", "60000/1001", 60), ("bff", "60000/1001", 60),
    ("tff", "50", 60), ("tff", "50", 25), ("tff", "60000/1001", 30), ("tff", "50", 30),
  ].flatMap { (field: String, rate: String, profileRate: Int) -> [RateSource] in
    [("H.264", PictureCoding.h264, "mkv"), ("MPEG-2", mpeg2, "ts")].map { codec, coding, ending in
      RateSource(
        name: "\(rate) fields of \(codec), \(field), at \(profileRate)", rate: rate,
        profileRate: profileRate, firstField: field, coding: coding, slack: 2, ending: ending)
    }
  }

  /// Rates that meet another once in half a minute, where roundings could drop and double by turns.
  private static let meetings = [
    ("24000/1001", 24, 45.0), ("30000/1001", 30, 35), ("60000/1001", 60, 20),
    ("60000/1001", 30, 40),
  ].flatMap { (rate: String, profileRate: Int, seconds: Double) -> [RateSource] in
    ["mkv", "mp4", "ts"].map { ending in
      RateSource(
        name: "\(Int(seconds)) s of \(rate) in \(ending) at \(profileRate)", rate: rate,
        profileRate: profileRate, seconds: seconds, ending: ending)
    }
  }

  private static let odd = [
    RateSource(
      name: "varying at 25", rate: "50", profileRate: 25, filters: ",select='mod(n,3)*mod(n,7)'",
      slack: 3),
    RateSource(
      name: "varying at 60", rate: "60", profileRate: 60, filters: ",select='mod(n,3)*mod(n,7)'",
      slack: 3, ending: "mp4"),
    RateSource(name: "25 from 1.24 at 25", rate: "25", profileRate: 25, inPoint: 1.24),
    RateSource(
      name: "24000/1001 from 1.24 at 30", rate: "24000/1001", profileRate: 30, inPoint: 1.24,
      ending: "mp4"),
    RateSource(
      name: "60 from 0.5 at 60", rate: "60", profileRate: 60, inPoint: 0.5, ending: "ts"),
    RateSource(
      name: "25 with B-frames at 25", rate: "25", profileRate: 25,
      coding: ["-c:v", "libx264", "-preset", "medium", "-qp", "4", "-bf", "3"], ending: "mp4"),
  ]
}

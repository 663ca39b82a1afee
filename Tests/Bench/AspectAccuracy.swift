import Foundation
import Harness
import Library
import Pipeline
import Playout

/// What becomes of a circle: its shape, its place, and where bars begin.
enum AspectAccuracy {
  static func run(_ tell: ([Row]) -> Void) throws {
    let (found, missed) = Specimens.measure(AspectSource.all, by: measure)
    tell([
      Row(
        what: "a circle in \(AspectSource.all.count) shapes of picture: most that one is oval",
        ours: found.map { abs($0.oval - 1) * 100 }.max() ?? 100, bare: nil, unit: "%",
        aim: "1 % at most"),
      Row(
        what: "the same: off its place", ours: found.map(\.off).max() ?? 0, bare: nil,
        unit: "pixels", aim: "1.5 at most"),
      Row(
        what: "the same: bars off theirs", ours: found.map(\.bars).max() ?? 0, bare: nil,
        unit: "pixels", aim: "1.5 at most"),
      Row(
        what: "the same: kinds that missed", ours: Double(missed), bare: nil, unit: "", aim: "0"),
    ])
  }

  private struct Found: Finding {
    /// Width over height, of what it should be.
    var oval: Double
    /// Pixels between the centre and where it should be.
    var off: Double
    /// The most pixels between a bar's border and where it should be.
    var bars: Double
    var size: (width: Double, height: Double)

    var words: String {
      String(
        format: "%.1f by %.1f, shape %.3f of what it should be, off by %.1f, bars off by %.1f",
        size.width, size.height, oval, off, bars)
    }

    var isMet: Bool { abs(oval - 1) <= 0.01 && off <= 1.5 && bars <= 1.5 }
  }

  private static func measure(
    _ source: AspectSource, _ file: URL, _ probe: MediaProbe
  ) throws -> Found {
    let (width, height) = source.frame
    var profile = Played.profile(width, height, bitrate: 12_000_000)
    profile.scaling = source.scaling
    let length = Span.milliseconds(source.changes ? 1800 : 400)
    let out = file.appendingPathExtension("out.ts")
    try Played.run(Played.request(file, probe, profile, length: length), to: out)
    let raw = file.appendingPathExtension("raw")
    try Clips.ffmpeg([
      "-i", out.path, "-vf", "extractplanes=y", "-f", "rawvideo", "-y", raw.path,
    ])
    let pixels = [UInt8](try Data(contentsOf: raw)).suffix(width * height)
    guard pixels.count == width * height else { throw Failure("no picture of that size") }
    return compare(Array(pixels), width, height, source)
  }

  private static func compare(
    _ pixels: [UInt8], _ width: Int, _ height: Int, _ source: AspectSource
  ) -> Found {
    func light(_ x: Int, _ y: Int) -> Double {
      min(1, max(0, (Double(pixels[y * width + x]) - 126) / 109))
    }
    var (sum, sumX, sumY) = (0.0, 0.0, 0.0)
    for y in 0..<height {
      for x in 0..<width where light(x, y) > 0.2 {
        sum += light(x, y)
        sumX += light(x, y) * (Double(x) + 0.5)
        sumY += light(x, y) * (Double(y) + 0.5)
      }
    }
    guard sum > 0 else {
      return Found(oval: 0, off: .infinity, bars: .infinity, size: (0, 0))
    }
    let (centreX, centreY) = (sumX / sum, sumY / sum)
    let (row, column) = (min(height - 1, Int(centreY)), min(width - 1, Int(centreX)))
    let across = (0..<width).reduce(0.0) { $0 + light($1, row) }
    let down = (0..<height).reduce(0.0) { $0 + light(column, $1) }
    let shown = placed(source, width, height)
    let radius = AspectSource.radius * min(source.shape, 1)
    let wanted = (shown.width * 2 * radius / source.shape, shown.height * 2 * radius)
    let off = hypot(
      centreX - (shown.left + AspectSource.centre.x * shown.width),
      centreY - (shown.top + AspectSource.centre.y * shown.height))
    // The bars, seen from the middle.
    func isBar(_ x: Int, _ y: Int) -> Bool { pixels[y * width + x] < 71 }
    let bars = [
      (0..<width).prefix { isBar($0, height / 2) }.count,
      (0..<width).reversed().prefix { isBar($0, height / 2) }.count,
      (0..<height).prefix { isBar(width / 2, $0) }.count,
      (0..<height).reversed().prefix { isBar(width / 2, $0) }.count,
    ]
    let expected = [shown.left, shown.left, shown.top, shown.top].map { max(0, $0) }
    let most = zip(bars, expected).map { abs(Double($0) - $1) }.max() ?? 0
    return Found(
      oval: (across / down) / (wanted.0 / wanted.1), off: off, bars: most, size: (across, down))
  }

  /// Where all of the picture should be, without any rounding.
  private static func placed(
    _ source: AspectSource, _ width: Int, _ height: Int
  ) -> (left: Double, top: Double, width: Double, height: Double) {
    let (wide, high) = (Double(width), Double(height))
    let (across, down): (Double, Double) =
      switch source.scaling {
      case .pad: (min(wide, high * source.shape), min(high, wide / source.shape))
      case .crop: (max(wide, high * source.shape), max(high, wide / source.shape))
      case .stretch: (wide, high)
      }
    return ((wide - across) / 2, (high - down) / 2, across, down)
  }
}

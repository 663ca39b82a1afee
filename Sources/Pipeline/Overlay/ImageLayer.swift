import Library
import Playout

/// A picture file that is laid over the pictures of a run.
///
/// It is read once and brought to its size once, whatever the run's length; a moving one is kept in
/// memory while it goes round.
public struct ImageLayer: Hashable, Sendable {
  /// How many bytes of a moving picture are kept; a longer one begins anew before its end.
  private static let mostBytes = 64 << 20

  var path: String
  var isMoving: Bool
  var graphic: Graphic
  var appearance: Appearance
  /// What the instance of a filter is called that is steered by name.
  var name: String
  var profile: TranscodeProfile

  /// Puts it over pictures of the profile's size and rate.
  var step: PictureStep {
    var options = [
      "x=\(x)", "y=\(y)", "eval=init", "format=\(overlayFormat(isDeep: profile.isDeep))",
    ]
    // What never ends by itself must not go on when the pictures have ended.
    if isContinuous { options.append("shortest=1") }
    if let visible = appearance.visibility(at: "t") {
      options.append("enable=\(filterValue(visible))")
    }
    return PictureStep(
      work: .graphics, isOnCard: false, filters: ["overlay=" + options.joined(separator: ":")],
      layer: PictureLayer(input: input, stream: "v:0", filters: filters))
  }

  private var isContinuous: Bool { isMoving || appearance.fade > 0 }

  private var input: [String] {
    let threads = ["-threads", "1"]
    let demuxer: String? =
      switch path.split(separator: ".").last?.lowercased() {
      case "gif": "gif"
      case "png" where isMoving, "apng": "apng"
      default: nil
      }
    guard let demuxer else { return threads + pictureFileInput(path) }
    return threads + pictureBounds + ["-f", demuxer, "-i", "file:\(path)"]
  }

  private var filters: [String] {
    let size = size
    var filters = isMoving ? ["fps=\(profile.frameRate)"] : ["trim=end_frame=1"]
    filters.append("scale=w=\(size.width):h=\(size.height):force_original_aspect_ratio=decrease")
    let opacity = min(max(graphic.opacity, 0), 1)
    if isContinuous || opacity < 1 { filters.append("format=rgba") }
    if isContinuous {
      let count = isMoving ? mostPictures : 1
      filters += ["loop=loop=-1:size=\(count)", "settb=1/\(profile.frameRate)", "setpts=N"]
    }
    if appearance.fade > 0 {
      let strength = "'\(decimal(opacity))*\(appearance.strength(at: "T"))'"
      let order = "0-99999999 [expr] colorchannelmixer@\(name) aa \(strength)"
      filters += ["sendcmd=c=\(filterValue(order))", "colorchannelmixer@\(name)=aa=0"]
    } else if opacity < 1 {
      filters.append("colorchannelmixer=aa=\(decimal(opacity))")
    }
    // The colours as players take those of a picture of this size to be meant.
    let matrix = profile.height >= 720 ? "bt709" : "smpte170m"
    return filters + [
      "scale=out_color_matrix=\(matrix):out_range=tv",
      "format=\(layerPixels(isDeep: profile.isDeep))",
    ]
  }

  /// How many pictures of a moving one are kept, for one that is no higher than wide.
  private var mostPictures: Int {
    let width = max(2, pixels(graphic.width ?? 50, of: profile.width))
    let bytes = width * min(width, profile.height) * 4
    return min(max(25, Self.mostBytes / bytes), 3000)
  }

  /// The size that it may have at most, without being put out of shape.
  private var size: (width: String, height: String) {
    guard let part = graphic.width else {
      return ("'min(iw,\(profile.width))'", "'min(ih,\(profile.height))'")
    }
    let width = pixels(min(part, 100), of: profile.width)
    return ("\(max(2, width))", "\(profile.height)")
  }

  private var x: String {
    let margin = pixels(graphic.marginX, of: profile.width)
    switch graphic.place.column {
    case .first: return "\(margin)"
    case .middle: return "(W-w)/2"
    case .last: return "W-w-\(margin)"
    }
  }

  private var y: String {
    let margin = pixels(graphic.marginY, of: profile.height)
    switch graphic.place.row {
    case .first: return "\(margin)"
    case .middle: return "(H-h)/2"
    case .last: return "H-h-\(margin)"
    }
  }
}

/// So many percent of a length in pixels.
func pixels(_ percent: Double, of length: Int) -> Int {
  guard percent.isFinite else { return 0 }
  return Int((min(max(percent, 0), 100) / 100 * Double(length)).rounded())
}

/// A part of one, with three decimals.
private func decimal(_ part: Double) -> String {
  microsecondsText(Int64((part * 1000).rounded()) * 1000)
}

/// One of three places along an edge.
enum Third { case first, middle, last }

extension Graphic.Place {
  /// Where from left to right.
  var column: Third {
    switch self {
    case .topLeft, .left, .bottomLeft: .first
    case .top, .center, .bottom: .middle
    case .topRight, .right, .bottomRight: .last
    }
  }

  /// Where from above to below.
  var row: Third {
    switch self {
    case .topLeft, .top, .topRight: .first
    case .left, .center, .right: .middle
    case .bottomLeft, .bottom, .bottomRight: .last
    }
  }
}

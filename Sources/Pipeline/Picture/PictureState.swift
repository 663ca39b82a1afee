public import Library
import Playout

/// How bright the brightest part of a picture may be meant.
public enum DynamicRange: String, Codable, CaseIterable, Sendable {
  /// The usual range of television.
  case standard
  /// HDR10 and Dolby Vision's base: the curve of SMPTE 2084.
  case pq
  /// Broadcasts in HDR: hybrid log-gamma.
  case hlg
}

/// What the pictures of a run are like at one point of their way from the file to the encoder.
///
/// The steps of the way change it one after another; ``evaluate(_:from:isChangeable:)`` and
/// ``resolve(_:from:card:)`` walk it.
public struct PictureState: Hashable, Sendable {
  /// Width in pixels, turned as it is shown.
  public var width: Int
  /// Height in pixels, turned as it is shown.
  public var height: Int
  /// Width over height as it is shown.
  public var shape: Double
  /// Whether its pixels are square.
  public var hasSquarePixels: Bool
  /// Whether it is 4:2:0 with the depth that is wanted.
  public var isPlain: Bool
  /// Whether it has more than eight bits.
  public var isDeep: Bool
  /// Pictures a second; nil where unknown or varying.
  public var rate: Double?
  /// Whether a step has made the rate exact.
  public var hasExactRate = false
  /// The rate that its times were rounded from, to whole milliseconds; nil where they are exact or
  /// nobody knows.
  var roundedRate: Ratio?
  /// Whether the shape of its pixels may change from one picture to the next.
  var followsShape = false
  /// Whether it is made of two fields.
  public var isInterlaced: Bool
  /// How bright it may be meant.
  public var range: DynamicRange
  /// Whether it lies in the memory of a card.
  public var isOnCard = false
  /// Whether ten bits a colour are wanted, and not eight.
  public let wantsDepth: Bool

  /// The picture as the file holds it.
  public init(_ video: VideoStream, wantsDepth: Bool = false) {
    self.wantsDepth = wantsDepth
    let isUpright = video.rotation % 180 == 0
    let ratio = video.sampleAspectRatio.flatMap { $0.numerator > 0 ? $0.value : nil } ?? 1
    let shown = Double(video.width) * ratio / Double(max(1, video.height))
    width = isUpright ? video.width : video.height
    height = isUpright ? video.height : video.width
    shape = isUpright ? shown : 1 / max(shown, 0.001)
    hasSquarePixels = abs(ratio - 1) <= 0.01
    isPlain = video.pixelFormat == plainPixels(isDeep: wantsDepth)
    isDeep = ["10", "12", "16"].contains { video.pixelFormat?.contains($0) ?? false }
    rate = video.frameRate?.value
    isInterlaced = video.isInterlaced
    range = video.dynamicRange
  }

  /// ffmpeg's name of the pixels that are wanted.
  var wantedPixels: String { plainPixels(isDeep: wantsDepth) }

  /// A picture in memory that has a profile's shape and rate.
  init(filling profile: TranscodeProfile) {
    self.init(
      VideoStream(
        index: 0, codec: "rawvideo", width: profile.width, height: profile.height,
        pixelFormat: profile.pixelFormat, frameRate: Ratio(profile.frameRate)),
      wantsDepth: profile.isDeep)
  }

  /// The size that fills a frame in a way, even in both directions.
  func fitted(_ scaling: Scaling, into width: Int, _ height: Int) -> (width: Int, height: Int) {
    let (wide, high) = (Double(width), Double(height))
    func even(_ value: Double) -> Int { max(2, 2 * Int((value / 2).rounded())) }
    switch scaling {
    case .pad: return (even(min(wide, high * shape)), even(min(high, wide / shape)))
    case .crop: return (even(max(wide, high * shape)), even(max(high, wide / shape)))
    case .stretch: return (width, height)
    }
  }
}

extension VideoStream {
  /// Whether the file says that its frames are made of two fields.
  var isInterlaced: Bool { ["tt", "bb", "tb", "bt"].contains(fieldOrder ?? "") }

  /// How bright the file means its pictures.
  public var dynamicRange: DynamicRange {
    switch colorTransfer {
    case "smpte2084": .pq
    case "arib-std-b67": .hlg
    default: .standard
    }
  }
}

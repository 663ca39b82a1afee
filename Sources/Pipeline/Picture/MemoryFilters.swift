import Library
import Playout

extension PictureIntent {
  /// ffmpeg's filters that do it in memory.
  ///
  /// Sizes are reckoned by ffmpeg, and where the shape may change for each picture.
  func filtersInMemory(of state: PictureState) -> [String] {
    switch self {
    case .deinterlace(let isPerField, let isForced):
      [
        "bwdif=mode=\(isPerField ? "send_field" : "send_frame")"
          + ":deint=\(isForced ? "all" : "interlaced")"
      ]
    case .reduceRate(let rate), .exactRate(let rate):
      (state.roundedRate.map(exactTimes) ?? []) + ["fps=\(rate):start_time=0"]
    case .scale(let scaling, let width, let height):
      [scaling.scale(width, height, forEach: state.followsShape)]
    case .mapTones: toneFilters(from: state)
    case .plainPixels: ["format=\(state.wantedPixels)"]
    case .frame(let scaling, let width, let height):
      scaling.frame(width, height, forEach: state.followsShape).map { [$0] } ?? []
    case .squarePixels: ["setsar=1"]
    case .hold(let longest): ["tpad=stop_duration=\(longest.secondsText):stop_mode=clone"]
    case .drawSubtitles, .overlaySubtitles, .layOver, .drawWords: []
    }
  }
}

/// Puts pictures back to where their rate has them, when whole milliseconds of the container have
/// moved them: else 60 a second would become 30 by leaving out none here and two there.
///
/// Only those that are as near as that; others are where the file wants them.
private func exactTimes(at rate: Ratio) -> [String] {
  let perSecond = "(\(rate.numerator)/\(rate.denominator))"
  return [
    "settb=1/90000",
    "setpts='st(0,floor(STARTPTS+round((PTS-STARTPTS)*TB*\(perSecond))/\(perSecond)/TB+0.5));"
      + "if(lt(abs(ld(0)-PTS)*TB,0.0011),ld(0),PTS)'",
  ]
}

/// Out of light as it is meant, dimmed to what a usual screen shows, and back into numbers.
///
/// What the file says of its colours is said once more: some say only half of it, and zscale
/// then refuses. 203 candelas are what a white page has in HDR (ITU-R BT.2408). Mobius leaves what is
/// darker than that nearly as it is: half grey stays half grey, where hable makes 83 of 127.
private func toneFilters(from state: PictureState) -> [String] {
  let transfer = state.range == .hlg ? "arib-std-b67" : "smpte2084"
  return [
    "zscale=tin=\(transfer):min=2020_ncl:pin=2020:rin=limited:t=linear:p=709:m=gbr:npl=203",
    "format=gbrpf32le", "tonemap=tonemap=mobius:desat=0",
    "zscale=t=709:m=709:r=limited", "format=\(state.wantedPixels)",
  ]
}

extension Scaling {
  /// The filter that brings a picture of any shape to the size that fits a frame.
  ///
  /// - Parameters:
  ///   - width: The frame's width in pixels.
  ///   - height: Its height.
  ///   - isForEach: Whether the shape of pixels may change from one picture to the next, as
  ///     broadcasts go from 4:3 to 16:9; ffmpeg keeps the first one otherwise. What is cut
  ///     keeps it always, as ffmpeg's cut takes no other size.
  /// - Returns: The filter with its options.
  func scale(_ width: Int, _ height: Int, forEach isForEach: Bool) -> String {
    switch self {
    case .pad:
      "scale=w='2*round(min(\(width),\(height)*dar)/2)'"
        + ":h='2*round(min(\(height),\(width)/dar)/2)'" + (isForEach ? ":eval=frame" : "")
    case .crop:
      "scale=w='2*round(max(\(width),\(height)*dar)/2)'"
        + ":h='2*round(max(\(height),\(width)/dar)/2)'"
    case .stretch: "scale=w=\(width):h=\(height)"
    }
  }

  /// The filter that makes it the frame's size exactly.
  func frame(_ width: Int, _ height: Int, forEach isForEach: Bool) -> String? {
    switch self {
    case .pad: "pad=\(width):\(height):-1:-1:color=black" + (isForEach ? ":eval=frame" : "")
    case .crop: "crop=\(width):\(height)"
    case .stretch: nil
    }
  }
}

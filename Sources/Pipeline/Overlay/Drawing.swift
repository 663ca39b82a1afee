import Library
import Playout

/// What is drawn over a run's pictures: subtitles first, then graphics.
public struct Drawing: Hashable, Sendable {
  /// Subtitles of text.
  var subtitles: [PictureIntent] = []
  /// What is laid over pictures of the profile's size and rate: subtitles that are pictures, and graphics.
  var pictures: [PictureIntent] = []

  /// Nothing.
  public init() {}
}

extension RunRequest {
  /// What is drawn over the pictures.
  var drawing: Drawing {
    var drawing = Drawing()
    guard let overlay, decision.video.isMade else { return drawing }
    if decision.video == .encode {
      switch overlay.burn {
      case .text(let path):
        drawing.subtitles = [
          .drawSubtitles(path: path, fonts: overlay.fonts, entry: offset + lateStart)
        ]
      case .image(let stream):
        if !forgetsScan { drawing.pictures = overlaid(input: [], "0:\(stream)") }
      case .images(let path):
        drawing.pictures = overlaid(input: picturesInput(path), "0")
      case nil: break
      }
    }
    drawing.pictures += overlay.intents(for: profile, length: length)
    return drawing
  }

  /// Subtitles that are pictures, laid over the film.
  private func overlaid(input: [String], _ stream: String) -> [PictureIntent] {
    probe.video.map { video in
      let place = SubtitlePlace(input: input, stream: stream, of: video, profile: profile)
      return [.overlaySubtitles(place)]
    } ?? []
  }

  /// The whole file, its times moved to those of the run.
  ///
  /// It is small, and what began before the run's first picture may still be seen. Without
  /// `-seek_timestamp`, ffmpeg would count from the first subtitle.
  private func picturesInput(_ path: String) -> [String] {
    let entry = offset + lateStart
    return ["-protocol_whitelist", "file,pipe", "-seek_timestamp", "1"]
      + (entry > .zero ? ["-itsoffset", "-" + entry.secondsText] : [])
      + ["-f", "matroska", "-i", "file:\(path)"]
  }

  /// How long its pictures last.
  var length: Span {
    Span(milliseconds: Int64(max(1, frames)) * 1000 / Int64(max(1, profile.frameRate)) + 1)
  }

  /// The files that have to be there before ffmpeg starts.
  public var scripts: [Overlay.Script] {
    guard let overlay, decision.video.isMade else { return [] }
    return overlay.scripts(for: profile, length: length)
  }
}

/// Where subtitles that are pictures are laid: of which stream, and over which part of the frame.
public struct SubtitlePlace: Hashable, Sendable {
  /// ffmpeg's arguments that open their file; empty for a stream of the run's own.
  var input: [String]
  /// Their stream: in that file, else as ffmpeg names it among all inputs.
  var stream: String
  /// The picture's size in the frame.
  var width: Int
  var height: Int
  /// How much wider than high a pixel of the file is.
  var pixelShape: Double
  var isDeep: Bool

  init(input: [String], stream: String, of video: VideoStream, profile: TranscodeProfile) {
    (self.input, self.stream) = (input, stream)
    let state = PictureState(video)
    (width, height) = state.fitted(profile.scaling, into: profile.width, profile.height)
    let ratio = video.sampleAspectRatio.flatMap { $0.numerator > 0 ? $0.value : nil } ?? 1
    pixelShape = profile.scaling == .stretch ? 1 : ratio
    isDeep = profile.isDeep
  }

  /// Lays them over the frame.
  ///
  /// Their canvas is that of the film before its bars were cut away, or the film's own: it is as
  /// wide as the picture or as high, whichever leaves none of the picture outside.
  var step: PictureStep {
    let shape = "iw*\(microsecondsText(Int64((pixelShape * 1_000_000).rounded())))/ih"
    let size =
      "scale=w='2*round(max(\(width),\(height)*\(shape))/2)'"
      + ":h='2*round(max(\(height),\(width)/(\(shape)))/2)'"
    return PictureStep(
      work: .subtitles, isOnCard: false,
      filters: ["overlay=x=(W-w)/2:y=(H-h)/2:format=\(overlayFormat(isDeep: isDeep))"],
      layer: PictureLayer(
        input: input, stream: stream,
        filters: [size, "format=\(layerPixels(isDeep: isDeep))"]))
  }
}

extension PictureIntent {
  /// The step that draws something over pictures in memory; nil for an intent that changes them.
  var drawing: PictureStep? {
    switch self {
    case .drawSubtitles(let path, let fonts, let entry):
      PictureStep(
        work: .subtitles, isOnCard: false,
        filters: subtitleFilters(path, fonts: fonts, entry: entry))
    case .overlaySubtitles(let place): place.step
    case .layOver(let image): image.step
    case .drawWords(let path):
      PictureStep(
        work: .graphics, isOnCard: false, filters: ["ass=filename=\(filterValue(path))"])
    default: nil
    }
  }
}

/// Draws subtitles of a file at the medium's own times: the pictures go there and come back.
///
/// By whole steps of their time, or what comes back would be rounded to its neighbour.
private func subtitleFilters(_ path: String, fonts: String?, entry: Span) -> [String] {
  let folder = fonts.map { ":fontsdir=\(filterValue($0))" } ?? ""
  let draw = "subtitles=filename=\(filterValue(path))\(folder)"
  guard entry > .zero else { return [draw] }
  let way = "round(\(entry.secondsText)/TB)"
  return ["setpts=PTS+\(way)", draw, "setpts=PTS-\(way)"]
}

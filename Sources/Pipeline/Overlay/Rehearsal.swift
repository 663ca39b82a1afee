import Library
import Playout

/// Something that is drawn over pictures, tried by itself before it goes on air.
///
/// A file that can't be read, or a filter that ffmpeg lacks, would end the whole run; so it is found
/// out beforehand, and the item plays without it.
public enum Rehearsal: Hashable, Sendable {
  /// A picture file.
  case image(path: String, isMoving: Bool)
  /// Words.
  case words
  /// A file of subtitles, and the folder of its fonts.
  case subtitles(path: String, fonts: String?)

  /// The file that it needs; nil for none.
  public var file: String? {
    switch self {
    case .image(let path, _), .subtitles(let path, _): path
    case .words: nil
    }
  }

  /// The arguments of an ffmpeg that draws it once, into nothing.
  ///
  /// - Parameter scripts: What the paths of ``script(at:)`` begin with.
  /// - Returns: The arguments without the program's name.
  public func arguments(scripts: String) -> [String] {
    let steps = intents(scripts).compactMap { $0.drawing }
    let graph = PictureGraph(steps: steps).written(from: "0:v", inputs: 1)
    return generalArguments + ["-f", "lavfi", "-i", blackSource(Self.profile)] + graph.inputs
      + (graph.outputs.first ?? []) + ["-frames:v", "1", "-f", "null", "-"]
  }

  /// The files to be written before.
  public func scripts(at scripts: String) -> [Overlay.Script] {
    overlay(scripts).scripts(for: Self.profile, length: .seconds(1))
  }

  /// Why it is left out, in a few words for people.
  ///
  /// - Parameter complaints: What ffmpeg said; empty where it said nothing in time.
  /// - Returns: What can't be drawn, and why if that is known.
  public func refusal(complaints: [String]) -> String {
    if case .image = self { return "\(name) can't be read" }
    let lacksFilter = complaints.contains { $0.contains("No such filter") }
    return "\(name) can't be drawn"
      + (lacksFilter ? ": this ffmpeg was built without libass" : "")
  }

  /// What it is, for people; of a path only the last name.
  public var name: String {
    switch self {
    case .image(let path, _): "the image \(path.split(separator: "/").last ?? "")"
    case .words: "words"
    case .subtitles: "the file of the subtitles"
    }
  }

  private static let profile = TranscodeProfile(
    name: "rehearsal", width: 64, height: 36, frameRate: 25, videoBitrate: 500_000,
    preset: "ultrafast", audioBitrate: 64_000, allowsCopy: false)

  private func overlay(_ scripts: String) -> Overlay {
    var graphics: [Graphic] = []
    switch self {
    case .image(let path, let isMoving):
      graphics = [Graphic(.image(path: path, isAnimated: isMoving))]
    case .words: graphics = [Graphic(.text([.words("A")], TextLook()))]
    case .subtitles: break
    }
    return Overlay(graphics: graphics, moment: Moment(milliseconds: 0), scripts: scripts)
  }

  private func intents(_ scripts: String) -> [PictureIntent] {
    if case .subtitles(let path, let fonts) = self {
      return [.drawSubtitles(path: path, fonts: fonts, entry: .zero)]
    }
    return overlay(scripts).intents(for: Self.profile, length: .seconds(1))
  }
}

extension Overlay {
  /// What of it is to be tried before.
  public var rehearsals: Set<Rehearsal> {
    var all = Set(graphics.map(\.rehearsal))
    if case .text(let path) = burn { all.insert(.subtitles(path: path, fonts: fonts)) }
    return all
  }

  /// What is left of it without what was refused; nil where that is nothing.
  public func without(_ refused: Set<Rehearsal>) -> Overlay? {
    var overlay = self
    overlay.graphics.removeAll { refused.contains($0.rehearsal) }
    if case .text(let path) = burn, refused.contains(.subtitles(path: path, fonts: fonts)) {
      overlay.burn = nil
    }
    return overlay.graphics.isEmpty && overlay.burn == nil ? nil : overlay
  }
}

extension Graphic {
  fileprivate var rehearsal: Rehearsal {
    switch content {
    case .image(let path, let isMoving): .image(path: path, isMoving: isMoving)
    case .text: .words
    }
  }
}

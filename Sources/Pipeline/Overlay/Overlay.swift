public import Library
public import Playout

/// What is drawn over the pictures of a run.
public struct Overlay: Hashable, Sendable {
  /// How many graphics are laid over at once, at most; further ones are left out.
  public static let mostGraphics = 8

  /// A file that ffmpeg reads, to be written before it starts.
  public struct Script: Hashable, Sendable {
    /// Its absolute path.
    public var path: String
    /// What it holds, in UTF-8.
    public var text: String
  }

  /// What is laid over, later ones above.
  public var graphics: [Graphic]
  /// The subtitles that are drawn in, below all graphics.
  public var burn: SubtitleBurn?
  /// The folder of the fonts that ``burn`` needs; nil for none.
  public var fonts: String?
  /// When the run's first picture is shown, by the channel's clock.
  public var moment: Moment
  /// What the paths of its ``Script``s begin with.
  public var scripts: String

  /// An overlay with all its parts.
  public init(
    graphics: [Graphic], burn: SubtitleBurn? = nil, fonts: String? = nil, moment: Moment,
    scripts: String
  ) {
    self.graphics = Array(graphics.prefix(Self.mostGraphics))
    self.burn = burn
    self.fonts = fonts
    self.moment = moment
    self.scripts = scripts
  }

  /// What is drawn over an item of a plan; nil for nothing.
  ///
  /// - Parameters:
  ///   - item: The item.
  ///   - moment: When its first picture is shown.
  ///   - scripts: As ``scripts``.
  ///   - isFolder: Whether there is a folder, asked for the one with the fonts of its subtitles.
  public init?(
    over item: PlanItem, moment: Moment, scripts: @autoclosure () -> String,
    isFolder: (String) -> Bool
  ) {
    let graphics = item.graphics ?? []
    guard !graphics.isEmpty || item.burn != nil else { return nil }
    self.init(
      graphics: graphics, burn: item.burn,
      fonts: item.burn?.fontFolder.flatMap { isFolder($0) ? $0 : nil }, moment: moment,
      scripts: scripts())
  }
}

extension CopyDecision {
  /// The decision once what is drawn over the picture counts as well.
  ///
  /// - Parameters:
  ///   - overlay: What is drawn.
  ///   - length: How long the run is.
  /// - Returns: The same where nothing of it is seen; else no copy of the picture.
  public func drawnOver(by overlay: Overlay?, within length: Span) -> CopyDecision {
    guard let overlay, video == .copy || video == .encode else { return self }
    var decision = self
    let count = overlay.count(within: length)
    if count > 0 { decision.blockers.append(.graphics(count)) }
    if overlay.burn != nil { decision.blockers.append(.subtitles) }
    if decision.blockers.count > blockers.count { decision.video = .encode }
    return decision
  }
}

extension Overlay {
  /// How many of the graphics are seen within a run.
  func count(within length: Span) -> Int {
    graphics.count { graphic in
      graphic.opacity > 0
        && Appearance(of: graphic, from: moment).isSeen(within: length.milliseconds)
    }
  }

  /// The files to be written for a run of a length.
  public func scripts(for profile: TranscodeProfile, length: Span) -> [Script] {
    layers(within: length, profile).enumerated().compactMap { index, layer in
      guard case .words(let words) = layer else { return nil }
      let script = WordsScript(graphics: words, moment: moment, length: length.milliseconds)
      return Script(path: path(of: index), text: script.text(for: profile))
    }
  }

  /// The steps that lay the graphics over pictures of a profile's size and rate.
  func intents(for profile: TranscodeProfile, length: Span) -> [PictureIntent] {
    layers(within: length, profile).enumerated().map { index, layer in
      switch layer {
      case .image(let image): .layOver(image)
      case .words: .drawWords(path: path(of: index))
      }
    }
  }

  private func path(of layer: Int) -> String { "\(scripts).\(layer).ass" }

  private enum Layer {
    case image(ImageLayer)
    /// Words that come one after another are drawn by one filter.
    case words([(Graphic, [TextPart], TextLook)])
  }

  /// What is seen at all within a run.
  private func layers(within length: Span, _ profile: TranscodeProfile) -> [Layer] {
    var layers: [Layer] = []
    for graphic in graphics {
      let appearance = Appearance(of: graphic, from: moment)
      guard appearance.isSeen(within: length.milliseconds), graphic.opacity > 0 else { continue }
      switch graphic.content {
      case .image(let path, let isMoving):
        layers.append(
          .image(
            ImageLayer(
              path: path, isMoving: isMoving, graphic: graphic, appearance: appearance,
              name: "g\(layers.count)", profile: profile)))
      case .text(let parts, let look):
        var words = [(graphic, parts, look)]
        if case .words(let before) = layers.last {
          layers.removeLast()
          words = before + words
        }
        layers.append(.words(words))
      }
    }
    return layers
  }
}

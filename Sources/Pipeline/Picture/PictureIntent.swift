public import Library
public import Playout

/// One thing that a picture has to become.
public enum PictureIntent: Hashable, Sendable {
  /// Whole pictures out of fields: one for each field or one for both; of all pictures, or of those
  /// that are marked.
  case deinterlace(isPerField: Bool, isForced: Bool)
  /// No more pictures a second than these; before all that takes time.
  case reduceRate(Int)
  /// The size that fits the frame.
  case scale(Scaling, width: Int, height: Int)
  /// The usual dynamic range.
  case mapTones
  /// 4:2:0 with the profile's depth.
  case plainPixels
  /// The frame's size exactly, by bars or a cut.
  case frame(Scaling, width: Int, height: Int)
  /// Square pixels.
  case squarePixels
  /// Exactly so many pictures a second, from the first one on.
  case exactRate(Int)
  /// The last picture stands for so long at most where the file's picture ends early.
  case hold(Span)
  /// Subtitles of text drawn in, out of a file with the medium's times; its time at the run's first
  /// picture is told.
  case drawSubtitles(path: String, fonts: String?, entry: Span)
  /// Subtitles that are pictures laid over, of the file's stream with that index.
  case overlaySubtitles(SubtitlePlace)
  /// A picture file laid over.
  case layOver(ImageLayer)
  /// Words drawn over, out of a file with the times of the run's pictures.
  case drawWords(path: String)
}

/// Why an intent is left out.
public enum IdleReason: String, Codable, CaseIterable, Sendable {
  /// The picture is not interlaced.
  case isProgressive
  /// It has no more pictures a second than the profile.
  case isSlowEnough
  /// Its size is the frame's already.
  case hasSize
  /// It has the usual dynamic range.
  case hasUsualRange
  /// It has such pixels already.
  case isPlain
  /// Its pixels are square already.
  case isSquare
  /// Its rate was made exact before.
  case hasExactRate
  /// The profile does not want it.
  case isSwitchedOff
  /// What the scan found is not to be relied on.
  case isUnknown
}

/// An intent that is left out, and why.
public struct IdleIntent: Hashable, Sendable {
  /// What was left out.
  public var intent: PictureIntent
  /// Why.
  public var reason: IdleReason
}

/// First step: what the pictures of a file have to become for a profile, in the order in which it
/// costs least.
///
/// - Parameters:
///   - probe: The file's streams as found by the scan.
///   - profile: The shape to bring them into.
///   - forgetsScan: Whether the file may have become another since the scan.
///   - drawing: What is drawn over them.
/// - Returns: Every intent, with those that the profile does not want apart.
public func intents(
  for probe: MediaProbe, profile: TranscodeProfile, forgetsScan: Bool = false,
  drawing: Drawing = Drawing()
) -> (wanted: [PictureIntent], unwanted: [IdleIntent]) {
  let (width, height, rate) = (profile.width, profile.height, profile.frameRate)
  let deinterlace = PictureIntent.deinterlace(
    isPerField: profile.showsFields(of: probe.video), isForced: profile.deinterlacing == .always)
  var wanted: [PictureIntent] = []
  var unwanted: [IdleIntent] = []
  if profile.deinterlacing == .off {
    unwanted.append(IdleIntent(intent: deinterlace, reason: .isSwitchedOff))
  } else {
    wanted.append(deinterlace)
  }
  wanted += [.reduceRate(rate), .scale(profile.scaling, width: width, height: height)]
  if !profile.mapsTones || forgetsScan {
    unwanted.append(
      IdleIntent(intent: .mapTones, reason: forgetsScan ? .isUnknown : .isSwitchedOff))
  } else {
    wanted.append(.mapTones)
  }
  // Places that subtitles name are those of the picture, not of its bars; what a cut would take
  // away is drawn after it.
  let (inside, outside) =
    profile.scaling == .pad ? (drawing.subtitles, []) : ([], drawing.subtitles)
  wanted += [.plainPixels] + inside + [.frame(profile.scaling, width: width, height: height)]
  wanted += [.squarePixels] + outside + [.exactRate(rate), .hold(probe.longestFreeze)]
  wanted += drawing.pictures
  return (wanted, unwanted)
}

/// Second step: leaves out what would change nothing.
///
/// - Parameters:
///   - intents: What is wanted, in order.
///   - state: The picture before all of them.
///   - isChangeable: Whether size and pixels may change midway, or differ from what the scan found.
///     What sets these is then kept: in memory it costs nothing where nothing is to be done.
/// - Returns: What is left, and what is not, with the reason.
public func evaluate(
  _ intents: [PictureIntent], from state: PictureState, isChangeable: Bool
) -> (active: [PictureIntent], idle: [IdleIntent]) {
  var state = state
  var active: [PictureIntent] = []
  var idle: [IdleIntent] = []
  for intent in intents {
    if let reason = state.idleReason(for: intent, isChangeable: isChangeable) {
      idle.append(IdleIntent(intent: intent, reason: reason))
    } else {
      active.append(intent)
      state.take(intent)
    }
  }
  return (active, idle)
}

extension TranscodeProfile {
  /// Whether each field of an interlaced picture is shown by itself: as smooth as it was filmed.
  func showsFields(of video: VideoStream?) -> Bool {
    guard let video, video.isInterlaced, let rate = video.frameRate?.value else { return false }
    return rate * 2 <= Double(frameRate) * 1.01
  }
}

extension PictureState {
  /// Why an intent would change nothing; nil where it would.
  fileprivate func idleReason(for intent: PictureIntent, isChangeable: Bool) -> IdleReason? {
    switch intent {
    case .deinterlace(_, let isForced): isInterlaced || isForced ? nil : .isProgressive
    case .reduceRate(let most): (rate ?? 0) > Double(most) * 1.01 ? nil : .isSlowEnough
    case .scale(_, let width, let height):
      !isChangeable && self.width == width && self.height == height && hasSquarePixels
        ? .hasSize : nil
    case .mapTones: range == .standard ? .hasUsualRange : nil
    case .plainPixels: isPlain && !isChangeable ? .isPlain : nil
    case .frame(_, let width, let height):
      !isChangeable && self.width == width && self.height == height ? .hasSize : nil
    case .squarePixels: !isChangeable && hasSquarePixels ? .isSquare : nil
    case .exactRate: hasExactRate ? .hasExactRate : nil
    case .hold, .drawSubtitles, .overlaySubtitles, .layOver, .drawWords: nil
    }
  }

  /// Becomes what an intent makes of it.
  mutating func take(_ intent: PictureIntent) {
    switch intent {
    case .deinterlace(let isPerField, _):
      isInterlaced = false
      if isPerField {
        rate = rate.map { $0 * 2 }
        roundedRate = roundedRate.map { Ratio($0.numerator * 2, $0.denominator) }
      }
    case .reduceRate(let rate), .exactRate(let rate):
      self.rate = Double(rate)
      hasExactRate = true
      roundedRate = nil
    case .scale(let scaling, let width, let height):
      (self.width, self.height) = fitted(scaling, into: width, height)
      // Rounded to whole pixels, they are hardly ever square to the last digit.
      hasSquarePixels = false
      shape = Double(self.width) / Double(self.height)
    case .mapTones:
      range = .standard
      isPlain = true
      isDeep = wantsDepth
    case .plainPixels:
      isPlain = true
      isDeep = wantsDepth
    case .frame(_, let width, let height):
      (self.width, self.height) = (width, height)
      shape = Double(width) / Double(height)
    case .squarePixels: hasSquarePixels = true
    case .hold, .drawSubtitles, .overlaySubtitles, .layOver, .drawWords: break
    }
  }
}

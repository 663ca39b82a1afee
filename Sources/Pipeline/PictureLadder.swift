public import Playout

extension TranscodeProfile {
  /// The shapes in which pictures are encoded: the profile's own, and those of its ladder.
  var rungs: [TranscodeProfile] {
    [self]
      + (hasPicture ? ladder : []).map { rung in
        var smaller = self
        (smaller.width, smaller.height) = (rung.width, rung.height)
        (smaller.videoBitrate, smaller.videoBuffer) = (rung.videoBitrate, nil)
        smaller.ladder = []
        return smaller
      }
  }

  /// How many encoders a run has open that copies nothing.
  public var encoderCount: Int { rungs.count }
}

extension PictureGraph {
  /// Has smaller pictures branch off: scaled where the whole ones are, by the card where it can.
  ///
  /// - Parameters:
  ///   - profile: The shape of the whole pictures, with its ladder.
  ///   - card: What encodes; nil for the processor.
  ///   - isOnCard: Whether pictures come in on the card.
  /// - Returns: The graph with a branch for each smaller picture.
  func branched(for profile: TranscodeProfile, card: Card?, isOnCard: Bool = false) -> PictureGraph
  {
    var graph = self
    let ends = steps.dropLast(steps.last?.work == .upload ? 1 : 0)
    let staysOnCard = ends.reduce(isOnCard) { isOnCard, step in
      switch step.work {
      case .download: false
      case .upload: true
      default: isOnCard
      }
    }
    let upload = PictureStep.upload(to: card, isDeep: profile.isDeep)?.filters ?? []
    graph.branches = profile.rungs.dropFirst().map { rung in
      let inMemory = ["scale=w=\(rung.width):h=\(rung.height)", "setsar=1"] + upload
      guard staysOnCard, let card else { return inMemory }
      if let scaled = card.scaled(to: rung) { return [scaled, "setsar=1"] }
      return ["hwdownload", "format=\(profile.isDeep ? "p010le" : "nv12")"] + inMemory
    }
    return graph
  }
}

/// The arguments behind the pictures that go out of a graph: for each what encodes it, all with the
/// same key frames.
///
/// - Parameters:
///   - profile: The shape, with its ladder.
///   - outputs: What comes before each encoder.
///   - encoding: The encoder's arguments for one shape, options and values in turn.
/// - Returns: The arguments.
func ladderArguments(
  _ profile: TranscodeProfile, _ outputs: [[String]], encoding: (TranscodeProfile) -> [String]
) -> [String] {
  guard outputs.count > 1 else { return (outputs.first ?? []) + encoding(profile) }
  return zip(outputs, profile.rungs).enumerated().flatMap { place, output in
    output.0
      + encoding(output.1).enumerated().map { index, word in
        guard index % 2 == 0 else { return word }
        return word.hasSuffix(":v") ? "\(word):\(place)" : "\(word):v:\(place)"
      }
  }
}

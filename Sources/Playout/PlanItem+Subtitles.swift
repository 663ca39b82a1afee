public import Library

extension PlanItem {
  /// Takes what a channel shows of the item's subtitles, as far as their words were taken out.
  ///
  /// To be called once the sound is picked, as rules may ask for it.
  ///
  /// - Parameters:
  ///   - channel: The channel, with its rules.
  ///   - extracted: What came of taking out the item's words; nil where that was not done yet.
  ///   - folder: The folder of all subtitles.
  public mutating func takeSubtitles(
    of channel: Channel, _ extracted: ExtractedSubtitles?, in folder: String
  ) {
    let place = "\(folder)/\(extracted?.folder ?? "")/"
    let offered = (channel.subtitles ?? []).enumerated().compactMap { index, offered in
      probe.pick(by: offered.rules, onlyText: true).flatMap { extracted?[$0.track]?.cues }.map {
        PlanSubtitle(rendition: index, path: place + $0)
      }
    }
    subtitles = offered.isEmpty ? nil : offered
    burn = channel.burnRules.flatMap { probe.pick(by: $0, onlyText: false)?.track }.flatMap {
      track in
      guard track.needsExtraction else { return .image(stream: track.index) }
      return extracted?[track]?.words.map { words in
        track.isText == true ? .text(path: place + words) : .images(path: place + words)
      }
    }
  }
}

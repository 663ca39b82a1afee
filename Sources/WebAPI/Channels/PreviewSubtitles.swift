import Library
import Pipeline
import Playout
import Schedule
import Store

/// Rules that a channel may be given, and what it plays.
struct SubtitleQuestion: Codable {
  var subtitles: [SubtitleOffer]
  /// Which are drawn into the pictures.
  var burn: [SubtitleChoice]?
  /// The rules for the sound, as rules for subtitles may ask for it.
  var audio: [AudioChoice]?
  /// The whole library when it is left out.
  var content: ContentChoice?
}

/// Which subtitles each of some files would get.
struct SubtitleAnswer: Codable, Hashable {
  /// How far the words of a track are.
  enum State: String, Codable, CaseIterable {
    /// They can be shown.
    case ready
    /// They are still to be taken out of the file; until then it plays without them.
    case waiting
    /// They can't be read.
    case failed

    init(of track: SubtitleStream, _ extracted: ExtractedSubtitles?) {
      guard track.needsExtraction else {
        self = .ready
        return
      }
      self = extracted?[track].map { $0.failure == nil ? .ready : .failed } ?? .waiting
    }
  }

  /// A track.
  struct Track: Codable, Hashable {
    /// Its place in the file; negative for one beside it.
    var index: Int
    var language: String?
    var title: String?
    var codec: String
    /// Missing where nobody knows.
    var text: Bool?
    var external: Bool
    var forced: Bool
    var sdh: Bool
    var commentary: Bool
    var isDefault: Bool

    init(_ track: SubtitleStream) {
      index = track.index
      language = track.language
      title = track.title
      codec = track.codec
      text = track.isText
      external = track.file != nil
      forced = track.isForcedOnly
      sdh = track.tellsSounds
      commentary = track.commentsPicture
      isDefault = track.isDefault ?? false
    }
  }

  /// What is shown in one place.
  struct Pick: Codable, Hashable {
    /// The place in the file of the track; missing for none.
    var track: Int?
    /// The rule that picked it, counted from zero; missing for none.
    var rule: Int?
    /// Missing for none.
    var state: State?
    /// Why they can't be read.
    var reason: String?
  }

  /// A file with its tracks.
  struct File: Codable, Hashable {
    var media: MediaID
    var name: MediaTitle
    /// The language of the sound that is played, as far as the file tells.
    var sound: String?
    var tracks: [Track]
    /// What each of the offered subtitles would be, in their order.
    var offered: [Pick]
    /// What would be drawn into the pictures.
    var burn: Pick
  }

  var files: [File]
}

func previewSubtitles(_ call: Call, _ question: SubtitleQuestion) throws -> SubtitleAnswer {
  let store = call.studio.store
  let offered = try ChannelFields.subtitles(question.subtitles) ?? []
  let burn = try ChannelFields.burnRules(question.burn ?? []) ?? []
  let audio = try ChannelFields.audioRules(question.audio ?? []) ?? []
  let content = try question.content?.selector() ?? .library
  let media = try store.examples(of: content) { !$0.subtitles.isEmpty }
  return SubtitleAnswer(
    files: try media.map { item in
      SubtitleAnswer.File(
        item, offered: offered, burn: burn, audio: audio,
        extracted: try store.subtitles(of: item.id))
    })
}

extension SubtitleAnswer.File {
  fileprivate init(
    _ item: MediaItem, offered: [SubtitleRendition], burn: [SubtitleRule], audio: [AudioRule],
    extracted: ExtractedSubtitles?
  ) {
    let probe = item.probe.picking(audio)
    func pick(_ rules: [SubtitleRule], onlyText: Bool) -> SubtitleAnswer.Pick {
      guard let (track, rule) = probe.pick(by: rules, onlyText: onlyText) else { return .init() }
      return .init(
        track: track.index, rule: rule, state: .init(of: track, extracted),
        reason: extracted?[track]?.failure)
    }
    self.init(
      media: item.id,
      name: MediaTitle(of: item),
      sound: probe.preferredAudio?.language,
      tracks: probe.subtitles.map(SubtitleAnswer.Track.init),
      offered: offered.map { pick($0.rules, onlyText: true) }, burn: pick(burn, onlyText: false))
  }
}

import Library
import Pipeline
import Playout
import Schedule
import Store

/// Rules that a channel may be given, and what it plays.
struct TrackQuestion: Codable {
  var audio: [AudioChoice]
  /// Tracks beside the main one; none when it is left out.
  var audioTracks: [AudioOffer]?
  /// The whole library when it is left out.
  var content: ContentChoice?
}

/// Which sound track each of some files would get.
struct TrackAnswer: Codable, Hashable {
  /// A sound track.
  struct Track: Codable, Hashable {
    /// Its place in the file.
    var index: Int
    var language: String?
    var channels: Int
    var codec: String
    var title: String?
    var isDefault: Bool
    var commentary: Bool
    var description: Bool

    init(_ track: AudioStream) {
      index = track.index
      language = track.language
      channels = track.channels
      codec = track.codec
      title = track.title
      isDefault = track.isDefault
      commentary = track.commentsPicture
      description = track.describesPicture
    }
  }

  /// A file with its tracks.
  struct File: Codable, Hashable {
    var media: MediaID
    var name: MediaTitle
    var tracks: [Track]
    /// The place in the file of the track that is played; missing where there is no sound.
    var picked: Int?
    /// The rule that picked it, counted from zero; missing where the file's own default is played.
    var rule: Int?
    /// The places in the file of the tracks beside the main one, in the order of the question; null
    /// where the main sound is heard instead.
    var further: [Int?]
  }

  var files: [File]
}

func previewTracks(_ call: Call, _ question: TrackQuestion) throws -> TrackAnswer {
  let store = call.studio.store
  let rules = try ChannelFields.audioRules(question.audio) ?? []
  let offered = try ChannelFields.audioTracks(question.audioTracks ?? []) ?? []
  let content = try question.content?.selector() ?? .library
  // Where there is a choice, the rules have something to say.
  let media = try store.examples(of: content) { $0.audio.count > 1 }
  return TrackAnswer(files: media.map { TrackAnswer.File($0, rules, offered) })
}

extension TrackAnswer.File {
  fileprivate init(_ item: MediaItem, _ rules: [AudioRule], _ offered: [AudioRendition]) {
    let pick = item.probe.pick(by: rules)
    self.init(
      media: item.id,
      name: MediaTitle(of: item),
      tracks: item.probe.audio.map(TrackAnswer.Track.init),
      picked: (pick?.track ?? item.probe.preferredAudio)?.index, rule: pick?.rule,
      further: offered.map { item.probe.pick(by: $0.rules)?.track.index })
  }
}

import Control
import Library
import Logging
import Packaging
import Playout
import Synchronization

/// What a player must have understood before the first picture: it can't follow a change of it
/// within one playlist.
struct SegmentCoding: Equatable {
  private let segments: SegmentFormat
  private let video: VideoCodec?
  private let bitDepth: Int
  private let audio: AudioCodec

  /// How the segments of a profile are coded.
  init(of profile: TranscodeProfile) {
    segments = profile.segments
    video = profile.hasPicture ? profile.videoCodec : nil
    bitDepth = profile.bitDepth
    audio = profile.audioCodec
  }
}

/// A change of the segments' coding that is made but not yet listed.
struct CodingTurn {
  /// The first segment in the new one.
  var first: Int64
  /// The playlists from there on.
  var listings: [RenditionSet.Listing]
}

// MARK: - Renditions: what follows when channel or profile are edited on air

extension AirLoop {
  /// Goes on in other renditions where channel or profile were changed: from the next item on, with
  /// a new segment.
  ///
  /// Viewers go on with those that they chose, which have the main picture and sound where they
  /// are not wanted any more. Only another coding has the playlists' viewers tune anew.
  func followRenditions() throws(ControlFailure) {
    guard let plan = schedule.plan else { return }
    let newCoding = SegmentCoding(of: plan.profile)
    var wanted = StreamRenditions(of: plan)
    if newCoding == coding { wanted = wanted.covering(renditions) }
    guard wanted != renditions || newCoding != coding else { return followListings() }
    stream.flush()
    try store()
    renditions = wanted
    stream = ChannelStream(
      resuming: stream.state,
      shape: SegmentShape(first: [], regular: 180_000, target: target), renditions: wanted)
    if newCoding == coding {
      followListings()
    } else {
      coding = newCoding
      turn = CodingTurn(
        first: stream.state.sequence,
        listings: RenditionSet(of: plan.channel, plan.profile).listings)
    }
    log.notice("other renditions from here on")
  }

  /// Adds the playlists that came to channel or profile.
  ///
  /// None is taken away while somebody may read it.
  private func followListings() {
    guard let plan = schedule.plan else { return }
    let wanted = RenditionSet(of: plan.channel, plan.profile).listings
    let known = turn?.listings ?? listings
    let names = Set(wanted.map(\.playlist))
    let all = known.filter { !names.contains($0.playlist) } + wanted
    if turn == nil { listings = all } else { turn?.listings = all }
  }

  /// Begins the playlists anew where the first segment in another coding is listed, and has those
  /// who read them tune anew.
  func turnIfDue(at sequence: Int64) {
    guard let turn, turn.first <= sequence else { return }
    self.turn = nil
    window.retire(before: turn.first)
    let names = Set(turn.listings.map(\.playlist))
    for listing in listings where !names.contains(listing.playlist) {
      // What stays behind is removed when the channel ends.
      try? folder.remove(name: listing.playlist)
    }
    listings = turn.listings
    channel.shared.withLock { shared in
      shared.outdated += shared.audience.sessions.values.map(\.viewer).filter { $0.mode == .hls }
        .map(\.session)
    }
  }

  /// Ends the endless streams where there is no way to go on in MPEG-TS.
  func dismissWatchers() {
    guard !watchers.isEmpty else { return }
    let reason = ControlFailure(
      .ended, "The channel goes on in AV1, which has no place in MPEG-TS: play its .m3u8 address.")
    channel.shared.withLock { shared in
      for session in watchers.keys {
        shared.audience.leave(session, because: .changed, at: facilities.now())
      }
    }
    for listener in watchers.values { listener(.failed(reason)) }
    watchers = [:]
    onChange()
  }
}

extension StreamRenditions {
  /// What a channel's stream is made in, as its plan has it when it goes on air.
  init(of plan: Plan) {
    self.init()
    let set = RenditionSet(of: plan.channel, plan.profile)
    pictures = set.variants.count
    sounds = [nil] + set.audio.map { $0.language.flatMap(Language.threeLetters) }
    omitsPictures = !plan.profile.hasPicture
    makesFragments = set.segments == .fragmented
  }

  /// The same with all that others have besides: what is not wanted any more goes on with the main
  /// picture and sound.
  func covering(_ others: StreamRenditions) -> StreamRenditions {
    var all = self
    all.pictures = max(pictures, others.pictures)
    all.sounds += others.sounds.dropFirst(sounds.count)
    return all
  }
}

import Control
import FastCGI
import Library
import Packaging
import Playout
import Store

/// What a player asks for first: names the session's own playlist, and lets the
/// encoder start meanwhile.
///
/// With `start` or `startover` the session is one of the past; with `replaces`
/// it takes the place of another one of the same player, which seeks.
func serveMultivariant(_ call: Call) throws -> Response {
  let tuning = try call.tuning()
  let replaced = try call.replacedSession()
  let profile = try call.studio.store.profile(named: tuning.channel.profile)
  let viewer = Viewer(call, mode: .hls)
  var place = "../../live/\(tuning.reception)/\(viewer.session)/"
  var (channel, shape) = (tuning.channel, profile ?? TranscodeProfile.builtIn[0])
  if call.request.method != .head {
    let shows = try call.word("messages", Answered.self) == .true
    // The old stream ends first, so that the new one has its place.
    if let replaced { _ = try? call.studio.control.send(replaced, call.studio.patience.status) }
    let visit = Visit(
      viewer: viewer, viewerLimit: tuning.channel.viewerLimit, showsMessages: shows)
    do {
      try call.admit(visit, to: tuning.reception)
    } catch {
      guard let told = call.announcement(of: error, on: tuning.channel) else { throw error }
      place = "../../live/announcements/\(told.name)/"
      (channel.audioTracks, channel.subtitles, shape) = (nil, nil, shape.asAnnouncement)
    }
  }
  let playlist = MultivariantPlaylist(channel, shape, at: place)
  return Response(
    headers: [
      "Content-Type": "application/vnd.apple.mpegurl", "Cache-Control": "no-store",
      "Access-Control-Allow-Origin": "*",
    ], body: .bytes(Array(playlist.text.utf8)))
}

extension Call {
  /// Asks for a place; all but a lack of places shows when the player follows its playlist.
  fileprivate func admit(_ visit: Visit, to channel: Reception) throws {
    do throws(ControlFailure) {
      _ = try studio.control.send(
        .admit(channel: channel, visit: visit), studio.patience.status)
    } catch  where error.code == .limit {
      throw error
    } catch {}
  }
}

extension MultivariantPlaylist {
  /// What a channel offers with a profile; copied items may differ a little.
  ///
  /// - Parameters:
  ///   - channel: The channel.
  ///   - profile: Its shape.
  ///   - place: What goes before the names of the media playlists.
  fileprivate init(_ channel: Channel, _ profile: TranscodeProfile, at place: String) {
    let set = RenditionSet(of: channel, profile)
    // A further sound is fetched beside the main one, which is among the pictures.
    let sound = profile.soundBitrate * (set.audio.isEmpty ? 1 : 2)
    func variant(_ rung: LadderRung?, _ playlist: String) -> Variant {
      let average = (profile.hasPicture ? (rung?.videoBitrate ?? profile.videoBitrate) : 0) + sound
      let shape = Shape(
        width: rung?.width ?? profile.width, height: rung?.height ?? profile.height,
        frameRate: Double(profile.frameRate))
      return Variant(
        bandwidth: average * 3 / 2, averageBandwidth: average,
        codecs: rung.map(profile.codecStrings(of:)) ?? profile.codecStrings,
        picture: profile.hasPicture ? shape : nil, address: place + playlist)
    }
    self.init(
      variants: [variant(nil, RenditionSet.mainPlaylist)]
        + zip(set.variants, set.variantNames).map { variant($0, "\($1).m3u8") },
      isIndependent: !profile.allowsCopy)
    offer(set, channel, profile, at: place)
  }

  private mutating func offer(
    _ set: RenditionSet, _ channel: Channel, _ profile: TranscodeProfile, at place: String
  ) {
    if !set.audio.isEmpty {
      var main = Medium(
        name: "Main sound", language: channel.audioRules?.first?.language.flatMap(Language.tag(of:))
      )
      (main.isDefault, main.channels) = (true, profile.audioChannels)
      sounds =
        [main]
        + zip(set.audio, set.audioNames).map { track, name in
          var sound = Medium(name: track.name, language: track.language.flatMap(Language.tag(of:)))
          (sound.channels, sound.address) = (profile.audioChannels, "\(place)\(name).m3u8")
          return sound
        }
    }
    subtitles = zip(set.subtitles, set.subtitleNames).map { words, name in
      var medium = Medium(name: words.name, language: words.language.flatMap(Language.tag(of:)))
      (medium.isDefault, medium.isForced) = (words.isDefault, words.isForced)
      medium.address = "\(place)\(name).m3u8"
      return medium
    }
  }
}

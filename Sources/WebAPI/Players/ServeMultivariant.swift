import Control
import FastCGI
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
  var address = "../../live/\(tuning.reception)/\(viewer.session)/index.m3u8"
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
      address = "../../live/announcements/\(told.name)/index.m3u8"
    }
  }
  let playlist = MultivariantPlaylist(profile ?? TranscodeProfile.builtIn[0], address: address)
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
  /// What a channel of a profile is like; copied items may differ a little.
  fileprivate init(_ profile: TranscodeProfile, address: String) {
    let average = (profile.hasPicture ? profile.videoBitrate : 0) + profile.audioBitrate
    self.init(
      bandwidth: average * 3 / 2, averageBandwidth: average, codecs: profile.codecStrings,
      picture: profile.hasPicture
        ? Shape(
          width: profile.width, height: profile.height, frameRate: Double(profile.frameRate))
        : nil, address: address, isIndependent: !profile.allowsCopy)
  }
}

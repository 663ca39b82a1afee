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
    let average = profile.videoBitrate + profile.audioBitrate
    self.init(
      bandwidth: average * 3 / 2, averageBandwidth: average,
      picture: PictureCodec(profile: 100, level: profile.level), width: profile.width,
      height: profile.height, frameRate: Double(profile.frameRate), address: address,
      isIndependent: !profile.allowsCopy)
  }
}

extension TranscodeProfile {
  /// Ten times the lowest H.264 level that allows the size and the rate (H.264, table A-1).
  fileprivate var level: UInt8 {
    let blocks = (width + 15) / 16 * ((height + 15) / 16)
    let levels: [(level: UInt8, size: Int, rate: Int)] = [
      (30, 1620, 40_500), (31, 3600, 108_000), (32, 5120, 216_000), (40, 8192, 245_760),
      (42, 8704, 522_240), (50, 22_080, 589_824), (51, 36_864, 983_040),
    ]
    return levels.first { blocks <= $0.size && blocks * frameRate <= $0.rate }?.level ?? 52
  }
}

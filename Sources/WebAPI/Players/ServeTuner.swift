import FastCGI
import Guide
import Playout
import Store

// The network tuner as Plex, Jellyfin, Emby and Channels set it up.

func serveDiscover(_ call: Call) throws -> Response {
  JSONAnswer.response(HDHomeRun.discover(try call.tuner(), base: call.address.root))
}

func serveLineup(_ call: Call) throws -> Response {
  let all = try call.studio.store.channels().map(\.channel)
  let without = try call.channelsWithoutTransport(among: all)
  let channels = all.filter { !without.contains($0.id) }
  return JSONAnswer.response(HDHomeRun.lineup(channels: channels, base: call.address.root))
}

func serveLineupStatus(_ call: Call) throws -> Response {
  JSONAnswer.response(HDHomeRun.lineupStatus())
}

func serveLineupPost(_ call: Call) throws -> Response {
  JSONAnswer.response(HDHomeRun.lineupPost())
}

func serveDeviceDescription(_ call: Call) throws -> Response {
  Response(
    headers: ["Content-Type": "application/xml; charset=utf-8", "Cache-Control": "no-cache"],
    body: .bytes(HDHomeRun.deviceDescription(try call.tuner(), base: call.address.root)))
}

extension Call {
  /// The tuner of this installation; players tie their recordings to its identity.
  fileprivate func tuner() throws -> HDHomeRunDevice {
    HDHomeRunDevice(seed: try tunerSeed(), tunerCount: studio.tunerCount)
  }

  private func tunerSeed() throws -> UInt64 {
    let key = "tuner.seed"
    if let seed = try studio.store.setting(key).flatMap(UInt64.init) { return seed }
    try studio.store.setSetting(key, to: String(UInt64.random(in: 1 ... .max)))
    // Two workers may have drawn at once: the stored one counts.
    return try studio.store.setting(key).flatMap(UInt64.init) ?? 1
  }
}

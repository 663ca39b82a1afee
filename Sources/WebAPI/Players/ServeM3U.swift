import FastCGI
import Guide
import Library
import Playout
import Schedule
import Store

func serveM3U(_ call: Call) throws -> Response {
  let channels = try call.studio.store.channels().map(\.channel)
  let without = try call.channelsWithoutTransport(among: channels)
  let format = try call.word("format", M3U.StreamFormat.self) ?? .ts
  let playlist = M3U.playlist(
    channels: channels, base: call.address.root, format: format,
    withoutTransport: without, past: TimelineUpkeep.past)
  return Response(
    headers: [
      "Content-Type": "audio/x-mpegurl; charset=utf-8", "Cache-Control": "no-cache",
      "Content-Disposition": "inline; filename=\"channels.m3u\"",
    ], body: .bytes(playlist))
}

extension Call {
  /// The channels that can only be had by playlist.
  func channelsWithoutTransport(among channels: [Channel]) throws -> Set<ChannelID> {
    let profiles = try studio.store.profiles().filter { !$0.hasTransportStream }.map(\.name)
    return Set(channels.filter { profiles.contains($0.profile) }.map(\.id))
  }
}

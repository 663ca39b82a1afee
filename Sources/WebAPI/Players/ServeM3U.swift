import FastCGI
import Guide
import Library
import Schedule
import Store

func serveM3U(_ call: Call) throws -> Response {
  let channels = try call.studio.store.channels().map(\.channel)
  let format = try call.word("format", M3U.StreamFormat.self) ?? .ts
  let playlist = M3U.playlist(
    channels: channels, base: call.address.root, format: format,
    past: TimelineUpkeep.past)
  return Response(
    headers: [
      "Content-Type": "audio/x-mpegurl; charset=utf-8", "Cache-Control": "no-cache",
      "Content-Disposition": "inline; filename=\"channels.m3u\"",
    ], body: .bytes(playlist))
}

import Control
import FastCGI
import Foundation
import Playout
import Store

/// A playlist of a channel that is not on air yet: starts it, waits for its
/// first segment and answers what nginx did not find.
func serveColdPlaylist(_ call: Call) throws -> Response {
  let name = call.captures["playlist"] ?? ""
  guard let reception = Reception(call.captures["channel"] ?? ""),
    Viewer.isSession(call.captures["session"] ?? ""),
    name.wholeMatch(of: /index|[vas][1-9]/) != nil
  else {
    throw Problem.notFound("There is no such stream. See /iptv/channels.m3u.")
  }
  try call.check(reception)
  do {
    _ = try call.studio.awaitingTranscoder { (desk) throws(ControlFailure) in
      try desk.send(.tune(channel: reception, wait: true), call.studio.patience.tune)
    }
  } catch {
    // One answer is kept for all who ask at once.
    guard let channel = try? call.studio.store.channel(reception.channel)?.channel,
      let told = call.announcement(of: error, on: channel),
      let playlist = told.playlist(from: "../../announcements/")
    else { throw error }
    return answer(Array(playlist.utf8))
  }
  let path = "\(call.studio.live)/\(reception)/\(name).m3u8"
  guard let playlist = try? Data(contentsOf: URL(filePath: path)) else {
    guard name == "index" else {
      throw Problem.notFound(
        "The channel offers no rendition '\(name)'. Tune to it again to see what it offers.")
    }
    throw ControlFailure(
      .startFailed, "The channel is on air but its playlist \(path) is missing. Try again.")
  }
  return answer(Array(playlist))
}

private func answer(_ playlist: [UInt8]) -> Response {
  Response(
    headers: [
      "Content-Type": "application/vnd.apple.mpegurl", "Cache-Control": "no-cache",
      "Access-Control-Allow-Origin": "*",
    ], body: .bytes(playlist))
}

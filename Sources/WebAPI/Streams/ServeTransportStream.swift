import Control
import FastCGI
import Playout
import Store

/// One endless transport stream for one viewer, live or from a past moment on; who finds no place
/// is shown why.
func serveTransportStream(_ call: Call) throws -> Response {
  let tuning = try call.tuning()
  do {
    return try transportStream(call, tuning)
  } catch {
    guard let told = call.announcement(of: error, on: tuning.channel),
      let place = call.studio.memory.announce()
    else { throw error }
    return Response(
      headers: streamHeaders,
      body: .stream { writer in
        told.play(to: writer)
        withExtendedLifetime(place) {}
      })
  }
}

private let streamHeaders: Headers = [
  "Content-Type": "video/mp2t", "Cache-Control": "no-store", "Accept-Ranges": "none",
  "X-Accel-Buffering": "no", "Access-Control-Allow-Origin": "*",
]

private func transportStream(_ call: Call, _ tuning: Tuning) throws -> Response {
  let headers = streamHeaders
  try call.checkTransport(of: tuning.channel)
  guard call.request.method != .head else { return Response(headers: headers) }
  let duration = try call.integer("duration", in: 1...86_400)
  let viewer = Viewer(call, mode: .ts)
  let visit = Visit(viewer: viewer, viewerLimit: tuning.channel.viewerLimit)
  let feed = try call.studio.awaitingTranscoder { (desk) throws(ControlFailure) in
    _ = try desk.send(
      .admit(channel: tuning.reception, visit: visit), call.studio.patience.status)
    return try desk.watch(tuning.reception, viewer)
  }
  let first = try feed.next(call.studio.patience.firstSegment)
  let relay = SegmentRelay(
    studio: call.studio, reception: tuning.reception, viewer: viewer,
    pacing: tuning.channel.pacing, bitrate: tuning.channel.targetBitrate,
    end: tuning.start == nil ? duration.map { .now + .seconds($0) } : nil, until: tuning.end)
  let start = Start(feed: feed, first: first)
  return Response(
    headers: headers,
    body: .stream { writer in relay.run(from: start.first, of: start.feed, to: writer) })
}

/// The same at the address of a network tuner, whose refusals have numbers: its clients look for
/// another tuner.
func serveTunerStream(_ call: Call) throws -> Response {
  do {
    return try transportStream(call, call.tuning())
  } catch {
    var problem = Problem(error)
    problem.headers["X-HDHomeRun-Error"] = tunerError(error, status: problem.status)
    throw problem
  }
}

extension Call {
  /// Refuses a channel whose pictures can't be had as MPEG-TS.
  fileprivate func checkTransport(of channel: Channel) throws {
    guard let profile = try studio.store.profile(named: channel.profile),
      !profile.hasTransportStream
    else { return }
    throw Problem(
      406,
      "The profile '\(profile.name)' of channel \(channel.number) has AV1, which there is no MPEG-TS "
        + "of. Play /iptv/channel/\(channel.number).m3u8 instead, or give the channel a profile of "
        + "another codec.")
  }
}

private func tunerError(_ error: any Error, status: Int) -> String {
  if status == 404 { return "801 Unknown Channel" }
  switch (error as? ControlFailure)?.code {
  case .limit: return "805 All Tuners In Use"
  case .unreachable: return "803 System Busy"
  default: return "806 Tune Failed"
  }
}

/// The feed is made by the handler and used by the stream, which run one after
/// the other on the same thread.
private struct Start: @unchecked Sendable {
  let feed: SegmentFeed
  let first: SegmentNotice?
}

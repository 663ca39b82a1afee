import FastCGI
import Guide
import Library
import Playout

/// Every address that the workers answer, in one table.
public enum Routes {
  /// The table; of two lines that fit a request the earlier counts.
  public static let all: [Route] = api + players + streams + ours

  private static let api: [Route] = [
    .read("/api/health", .viewer, "Tells how every part of the station is.", showHealth),
    .read(
      "/api/channels", .viewer, "Lists the channels by number.", isCached: true, listChannels),
    .act(.post, "/api/channels", .editor, "Makes a channel.", status: 201, createChannel),
    .act(
      .post, "/api/channels/preview", .viewer,
      "Shows what a channel would play in the next 24 hours, storing nothing.", previewChannel),
    .act(
      .post, "/api/channels/tracks", .viewer,
      "Shows which sound track each file would get by rules, storing nothing.", previewTracks),
    .act(
      .post, "/api/channels/subtitles", .viewer,
      "Shows which subtitles each file would get by rules, storing nothing.", previewSubtitles),
    .read("/api/channels/{id}", .viewer, "Shows a channel.", showChannel),
    .act(.patch, "/api/channels/{id}", .editor, "Changes a channel.", updateChannel),
    .act(.delete, "/api/channels/{id}", .editor, "Removes a channel.", deleteChannel),
    .act(
      .post, "/api/channels/{id}/stop", .editor, "Takes a channel off air for all who watch.",
      stopChannel),
    .read(
      "/api/channels/{id}/take-overs", .viewer,
      "Lists the live sources that take over a channel, now or later.", listTakeOvers),
    .act(
      .post, "/api/channels/{id}/take-overs", .editor,
      "Has a live source take over a channel, at once or at a time.", status: 201, takeOver),
    .act(
      .delete, "/api/channels/{id}/take-overs/{takeOver}", .editor,
      "Ends a take-over, or removes one that is to come.", endTakeOver),
    .read("/api/channels/{id}/rules", .viewer, "Shows what a channel plays, and when.", showRules),
    .act(
      .put, "/api/channels/{id}/rules", .editor, "Gives a channel other rules.",
      query: [revision], setRules),
    .serve(
      "/api/channels/{id}/rules.yaml", .viewer, "Writes a channel with its rules as YAML.",
      type: "application/yaml", exportChannel),
    .act(
      .post, "/api/channels/import", .editor,
      "Reads a channel with its rules from YAML, and makes or changes it.", importChannel),
    .read(
      "/api/channels/{id}/cursors", .viewer, "Shows where a channel stands in its contents.",
      showCursors),
    .act(
      .put, "/api/channels/{id}/cursors", .editor, "Sets where a channel stands in a content.",
      setCursor),
    .read(
      "/api/channels/{id}/timeline", .viewer,
      "Shows all that a channel plays in a window of time, and why.", query: span, showTimeline),
    .act(
      .post, "/api/schedule/preview", .viewer,
      "Shows what rules would play in a window of time, storing nothing.", previewSchedule),
    .act(
      .post, "/api/schedule/convert", .viewer,
      "Tells a programming in another style, or what has no place there.", convertSchedule),
    .act(
      .post, "/api/schedule/read", .viewer,
      "Reads rules from YAML and says what is wrong in which line, storing nothing.", readRules),
    .act(
      .post, "/api/schedule/write", .viewer, "Writes rules as YAML, storing nothing.", writeRules),
    .serve(
      "/api/schedule/schema.json", .viewer, "Describes rules as YAML, as a JSON schema.",
      type: "application/json", serveRuleSchema),
    .act(
      .post, "/api/channels/{id}/builds", .editor,
      "Begins a build: an external program tells step by step what a channel plays.", status: 201,
      beginBuild),
    .read("/api/builds/{id}", .editor, "Shows how far a build has come.", showBuild),
    .act(
      .post, "/api/builds/{id}/steps", .editor, "Adds steps to a build and shows what they play.",
      addSteps),
    .act(
      .post, "/api/builds/{id}/peek", .editor, "Shows what a build would play next of a content.",
      peekIntoContent),
    .act(
      .post, "/api/builds/{id}/finish", .editor,
      "Ends a build: its steps have the air from its beginning to where they came.", finishBuild),
    .act(
      .delete, "/api/builds/{id}", .editor, "Ends a build that is to change nothing.",
      discardBuild),
    .read(
      "/api/guide", .viewer, "Shows what the channels air in a window of time.", query: window,
      showGuide),
    .read("/api/on-air", .viewer, "Shows what is on air now, and who watches.", showOnAir),
    .read("/api/sessions", .viewer, "Lists everybody who watches.", listSessions),
    .act(
      .post, "/api/sessions/{id}/end", .editor, "Ends a viewer's session, whatever it plays with.",
      endSession),
    .act(
      .post, "/api/sessions/{id}/message", .editor,
      "Shows a text over a viewer's picture, where the player can.", sendMessage),
    .read("/api/folders", .viewer, "Lists the folders that the library reads.", listFolders),
    .act(.post, "/api/folders", .editor, "Adds a folder and scans it.", status: 201, addFolder),
    .act(.delete, "/api/folders/{id}", .editor, "Removes a folder from the library.", removeFolder),
    .act(
      .post, "/api/folders/{id}/scan", .editor, "Scans a folder anew.", status: 202, scanFolder),
    .act(
      .post, "/api/folders/{id}/analysis", .editor,
      "Looks through a folder's media that were not yet, or failed.", status: 202, analyzeFolder),
    .read(
      "/api/media", .viewer, "Searches the library.", query: search, isCached: true, listMedia),
    .read("/api/media/{id}", .viewer, "Shows a file of the library.", showMedia),
    .act(
      .post, "/api/media/{id}/analysis", .editor,
      "Looks through a file for its loudness and for places to interrupt it.", status: 202,
      analyzeMedia),
    .read("/api/shows", .viewer, "Lists the shows.", isCached: true, listShows),
    .read("/api/collections", .viewer, "Lists the collections.", isCached: true, listCollections),
    .act(.post, "/api/collections", .editor, "Makes a collection.", status: 201, createCollection),
    .read("/api/collections/{id}", .viewer, "Shows a collection.", showCollection),
    .act(.patch, "/api/collections/{id}", .editor, "Changes a collection.", updateCollection),
    .act(.delete, "/api/collections/{id}", .editor, "Removes a collection.", removeCollection),
    .read(
      "/api/search/fields", .viewer, "Lists what can be searched by.", isCached: true,
      listSearchFields),
    .read("/api/jobs", .viewer, "Lists the newest jobs.", query: [limit(50)], listJobs),
    .read("/api/jobs/{id}", .viewer, "Shows a job.", showJob),
    .serve(
      "/api/jobs/{id}/picture", .viewer, "The picture that a job of the kind tryOut has left.",
      type: "image/jpeg", servePicture),
    .act(.post, "/api/jobs/{id}/cancel", .editor, "Asks a job to end.", cancelJob),
    .read(
      "/api/failures", .viewer, "Lists what failed on air, newest first.", query: failed,
      listFailures),
    .read("/api/failures/{id}", .viewer, "Shows the dossier of a failure.", showFailure),
    .act(.delete, "/api/failures/{id}", .editor, "Removes a dossier.", removeFailure),
    .act(.delete, "/api/failures", .editor, "Removes all dossiers.", removeFailures),
    .read(
      "/api/profiles", .viewer, "Lists the transcode profiles; the first is the default.",
      isCached: true, listProfiles),
    .act(
      .post, "/api/profiles", .editor,
      "Makes a transcode profile; what is left out is as in the default one.", status: 201,
      createProfile),
    .act(
      .post, "/api/profiles/outline", .viewer,
      "Shows what would be done with a file for a profile, storing nothing.", outlineProfile),
    .act(
      .post, "/api/profiles/try", .editor,
      "Makes ten seconds of a file for a profile; the job tells how fast, and leaves a picture.",
      status: 202, tryProfile),
    .read("/api/profiles/{id}", .viewer, "Shows a transcode profile.", showProfile),
    .act(
      .patch, "/api/profiles/{id}", .editor,
      "Changes a transcode profile; channels go over to it with their next item.",
      query: [revision], updateProfile),
    .act(
      .delete, "/api/profiles/{id}", .editor, "Removes a transcode profile that no channel uses.",
      deleteProfile),
    .read(
      "/api/graphics", .viewer, "Lists what can be laid over pictures, by name.", isCached: true,
      listGraphics),
    .act(
      .post, "/api/graphics", .editor,
      "Makes a graphic: a picture, or words with names in braces.", status: 201, createGraphic),
    .act(
      .post, "/api/graphics/images", .editor,
      "Takes a picture in PNG, JPEG, GIF or WebP, which a graphic can show within a day.",
      takes: "image/*", status: 201, uploadPicture),
    .serve(
      "/api/graphics/images/{image}", .viewer, "An uploaded picture.", type: "image/*",
      serveUpload),
    .act(
      .post, "/api/graphics/preview", .viewer,
      "Draws a graphic over a picture, with the words of what is on, storing nothing.",
      type: "image/jpeg", previewGraphic),
    .read("/api/graphics/{id}", .viewer, "Shows a graphic.", showGraphic),
    .act(
      .patch, "/api/graphics/{id}", .editor,
      "Changes a graphic; channels go over to it with their next item.",
      query: [revision], updateGraphic),
    .act(
      .delete, "/api/graphics/{id}", .editor, "Removes a graphic that nothing uses.",
      deleteGraphic),
    .read(
      "/api/hardware", .viewer, "Shows what this machine's ffmpeg and cards were seen to do.",
      showHardware),
    .act(
      .post, "/api/hardware/test", .editor, "Has this machine's cards tested anew.", status: 202,
      testHardware),
    .read("/api/players", .viewer, "Tells the addresses to copy into players.", showPlayers),
    .serve(
      "/api/openapi.json", .viewer, "Describes this interface.", type: "application/json",
      serveOpenAPI),
  ]

  private static let players: [Route] = [
    .serve(
      "/iptv/channels.m3u", .player, "The channels as a playlist.", type: "audio/x-mpegurl",
      query: [format], serveM3U),
    .serve(
      "/iptv/channel/{number}.m3u8", .player, "A channel as HLS, in a session of its own.",
      type: "application/vnd.apple.mpegurl", query: past + [replaces, messages],
      serveMultivariant),
    .serve(
      "/discover.json", .player, "The network tuner.", type: "application/json", serveDiscover),
    .serve("/lineup.json", .player, "Its channels.", type: "application/json", serveLineup),
    .serve(
      "/lineup_status.json", .player, "Its scan, which is never needed.",
      type: "application/json", serveLineupStatus),
    .serve(
      "/lineup.post", .player, "Takes a wish to scan.", method: .post, type: "application/json",
      serveLineupPost),
    .serve("/lineup.post", .player, "The same.", type: "application/json", serveLineupPost),
    .serve(
      "/device.xml", .player, "The tuner as UPnP describes it.", type: "application/xml",
      serveDeviceDescription),
  ]

  private static let streams: [Route] = [
    .serve(
      "/iptv/channel/{number}.ts", .player, "A channel as one endless transport stream.",
      type: "video/mp2t", pool: .streams, query: past + ending, serveTransportStream),
    .serve(
      "/auto/v{number}", .player, "The same, at the address of a network tuner.",
      type: "video/mp2t", pool: .streams, query: past + ending, serveTunerStream),
    .serve(
      "/live/{channel}/{session}/{playlist}.m3u8", .player,
      "A session's playlist while its channel is not on air yet: index, v1, a1, s1, ...",
      type: "application/vnd.apple.mpegurl", pool: .streams, serveColdPlaylist),
  ]

  private static let ours: [Route] = [
    .read(
      "/internal/plan/{id}", .internal, "What a channel plays in the next hours.",
      query: [from, hours], showPlan),
    .act(
      .post, "/internal/paused/{id}", .internal, "Notes that an on-demand channel was left.",
      query: [at], pauseChannel),
    .act(
      .post, "/internal/resumed/{id}", .internal, "Has an on-demand channel go on.",
      query: [at, since], resumeChannel),
  ]

  private static let hours = QueryField(
    name: "hours", summary: "How many hours; 6 when left out.",
    schema: .integer(minimum: 1, maximum: 24))
  private static let revision = QueryField(
    name: "revision",
    summary: "The revision that was changed: refused where it has another by now.",
    schema: .text(pattern: nil))
  private static let from = QueryField(
    name: "from", summary: "The first moment; now when left out.", schema: Moment.schema)
  private static let span = [
    from,
    QueryField(
      name: "to", summary: "The end; a day later when left out, at most 31.",
      schema: Moment.schema),
  ]
  private static let at = QueryField(
    name: "at", summary: "The moment; now when left out.", schema: Moment.schema)
  private static let since = QueryField(
    name: "since", summary: "When it was last watched, if nobody told.", schema: Moment.schema)
  private static let window = [
    from,
    QueryField(
      name: "hours", summary: "How many hours; 24 when left out.",
      schema: .integer(minimum: 1, maximum: 336)),
  ]
  private static let past = [
    QueryField(
      name: "start",
      summary: "The past moment to begin at: seconds or milliseconds since 1970, or ISO 8601.",
      schema: .text),
    QueryField(
      name: "startover", summary: "1 to begin with the start of the programme that is on.",
      schema: .integer(minimum: 0, maximum: 1)),
    QueryField(name: "utc", summary: "The same as start, as some players name it.", schema: .text),
  ]
  private static let replaces = QueryField(
    name: "replaces",
    summary: "The player's session that ends, as in its address: channel/session.",
    schema: .text(pattern: nil))
  private static let ending = [
    QueryField(name: "end", summary: "The moment to end at, written as start.", schema: .text),
    QueryField(
      name: "duration", summary: "After how many seconds to end.",
      schema: .integer(minimum: 1, maximum: 86_400)),
  ]
  private static let format = QueryField(
    name: "format", summary: "What the addresses lead to; ts when left out.",
    schema: .word(M3U.StreamFormat.allCases.map(\.rawValue)))
  private static let messages = QueryField(
    name: "messages", summary: "Whether the player can show messages; false when left out.",
    schema: .word(Answered.allCases.map(\.rawValue)))
  private static let search = [
    QueryField(name: "q", summary: "Words of title, show or path.", schema: .text),
    QueryField(
      name: "search", summary: "A search by words and fields, see /api/search/fields.",
      schema: .text),
    QueryField(name: "folder", summary: "Only this folder.", schema: .integer(minimum: 1)),
    QueryField(name: "show", summary: "Only this show.", schema: .integer(minimum: 1)),
    QueryField(
      name: "kind", summary: "Only this kind.",
      schema: .word(MediaKind.allCases.map(\.rawValue))),
    QueryField(
      name: "failed", summary: "Only what can't be played, or only what can.",
      schema: .word(Answered.allCases.map(\.rawValue))),
    limit(100),
    QueryField(name: "offset", summary: "How many to skip.", schema: .integer(minimum: 0)),
  ]

  private static let failed = [
    QueryField(name: "channel", summary: "Only this channel.", schema: ChannelID.schema), limit(50),
  ]

  private static func limit(_ usual: Int) -> QueryField {
    QueryField(
      name: "limit", summary: "How many at most; \(usual) when left out.",
      schema: .integer(minimum: 1, maximum: 500))
  }
}

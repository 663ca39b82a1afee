import Control
import FastCGI
import Foundation
import Library
import Pipeline
import Playout
import Schedule
import Store
import Synchronization
import TestSupport
import Testing

@testable import WebAPI

/// When tests take place.
let today = Moment(seconds: 1_790_000_000)

/// A router over a fresh database, with a transcoder that the test speaks for.
final class TestDesk: Sendable {
  let folder: ScratchFolder
  let media: String
  let store: Store
  let router: Router
  private let notes: Notes

  /// What the transcoder was asked and the pages were told.
  private final class Notes: Sendable {
    let asked = Mutex<[ControlRequest]>([])
    let published = Mutex<[String]>([])
  }

  /// A desk; `reply` speaks for the transcoder, `feed` for its segments, `picture` for ffprobe,
  /// `draw` for ffmpeg.
  init(
    patience: Patience = Patience(restart: .milliseconds(200)), loudness: LoudnessTarget? = nil,
    machine: Capabilities? = nil,
    picture: PictureExamination = .unreadable("no test looks at it."),
    reply: @escaping @Sendable (ControlRequest) throws(ControlFailure) -> ControlReply = { _ in
      .done
    },
    feed: @escaping @Sendable (Viewer) throws(ControlFailure) -> SegmentFeed = {
      (_) throws(ControlFailure) in
      throw ControlFailure(.unreachable, "The transcoder does not answer.")
    },
    draw: @escaping @Sendable ([Graphic]) -> [UInt8] = { _ in [] }
  ) throws {
    folder = try ScratchFolder()
    media = folder.file("media")
    for name in ["media", "data", "run", "run/live"] {
      try FileManager.default.createDirectory(
        atPath: folder.file(name), withIntermediateDirectories: true)
    }
    store = try Store.open(at: folder.file("data/exstreamtv.sqlite"), now: { today })
    let notes = Notes()
    self.notes = notes
    let control = ControlDesk(
      send: { (request, _) throws(ControlFailure) in
        notes.asked.withLock { $0.append(request) }
        return try reply(request)
      },
      watch: { (channel, viewer) throws(ControlFailure) in
        notes.asked.withLock { $0.append(.watch(channel: channel, viewer: viewer)) }
        return try feed(viewer)
      })
    var studio = Studio(
      store: store, control: control, now: { today },
      publish: { topic, json in
        notes.published.withLock {
          $0.append("\(topic.rawValue) \(String(decoding: json, as: UTF8.self))")
        }
      }, live: folder.file("run/live"), xmltv: folder.file("run/guide/xmltv.xml"),
      dossiers: folder.file("data/dossiers"),
      privateFolders: [folder.file("data"), folder.file("run")], version: "1.2.3",
      startedAt: today, loudness: loudness, patience: patience)
    studio.machine = { machine }
    studio.examinePicture = { _ in picture }
    studio.drawGraphics = { (graphics, _, _) in draw(graphics) }
    router = Router(studio: studio)
  }

  var asked: [ControlRequest] { notes.asked.withLock { $0 } }
  var published: [String] { notes.published.withLock { $0 } }

  /// Asks as nginx would pass it on.
  func ask(
    _ method: Method = .get, _ address: String, json: String? = nil,
    parameters extra: [String: String] = [:]
  ) -> Response {
    var parameters: Parameters = ["EXSTREAMTV_HOST": "tv.lan:8411", "EXSTREAMTV_SCHEME": "http"]
    if json != nil { parameters["CONTENT_TYPE"] = "application/json" }
    for (name, value) in extra { parameters[name] = value }
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return router.answer(
      Request(
        method: method, path: String(parts[0]),
        query: Query(parsing: parts.count == 2 ? String(parts[1]) : ""), parameters: parameters,
        body: Array((json ?? "").utf8)))
  }

  /// Adds a folder with a film for each name, each an hour long.
  @discardableResult
  func films(_ names: [String], subtitles: [SubtitleStream] = []) throws -> LibraryFolder {
    let known = try store.folders().first { $0.path == media }
    let folder = try known ?? store.insertFolder(path: media)
    var batch = ScanBatch()
    batch.found = names.map { name in
      FoundMedia(
        path: "\(media)/\(name).mkv", stamp: MediaStamp(size: 10, modified: today), kind: .movie,
        title: name, duration: .hours(1),
        probe: MediaProbe(
          container: "matroska", duration: .hours(1),
          video: VideoStream(index: 0, codec: "h264", width: 1280, height: 720),
          audio: [AudioStream(index: 1, codec: "aac", channels: 2, sampleRate: 48_000)],
          subtitles: subtitles))
    }
    try store.upsertScan(batch, in: folder.id)
    return folder
  }

  /// Adds a channel that plays the whole library, with a timeline of two days.
  @discardableResult
  func channel(
    _ number: String, name: String? = nil, enabled: Bool = true, profile: String = "720p"
  ) throws -> Channel {
    if try store.scheduleItems(of: .library).isEmpty { try films(["Alien", "Brazil", "Cube"]) }
    var generator = SystemRandomNumberGenerator()
    let channel = Channel(
      id: .random(using: &generator), number: try #require(ChannelNumber(number)),
      name: name ?? "Channel \(number)", isEnabled: enabled, profile: profile, premiere: today)
    let rules = ContinuousRules(content: .library, order: .alphabetical, seed: 1)
    try store.insert(ProgrammedChannel(channel: channel, rules: rules))
    let rundown = try RuleSet(rules).rundown(seed: rules.seed)
    var engine = Engine(
      rundown, library: try store.snapshot(for: rundown), zone: .utc,
      state: EngineState(at: today - .minutes(30)))
    try store.replaceTimeline(
      of: channel.id, from: today - .minutes(30), with: engine.run(until: today + .days(2)))
    return channel
  }
}

extension Response {
  /// The body as text.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The body as a value.
  func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(bytes))
  }

  /// What is wrong, and with what.
  var problem: (status: Int, detail: String, field: String?)? {
    struct Body: Decodable {
      var status: Int
      var detail: String
      var field: String?
      var instance: String
      var title: String
      var type: String
    }
    guard headers["Content-Type"] == "application/problem+json", let body = try? json(Body.self),
      body.status == status
    else { return nil }
    return (body.status, body.detail, body.field)
  }
}

import Foundation
import Library
import Playout
import Schedule
import Store
import Synchronization
import TestSupport
import Testing

@testable import Jobs

/// A database, a folder of media and a runner, with everything told on the way recorded.
final class Bench: Sendable {
  let folder: ScratchFolder
  let store: Store
  let events = Mutex<[(topic: String, json: String)]>([])
  let refreshed = Mutex<[ChannelID]>([])
  /// What else happens when an event is published.
  let reaction = Mutex<(@Sendable (_ topic: String, _ json: String) -> Void)?>(nil)
  /// Whether media are looked through without being asked to.
  let analysesMedia = Mutex(false)
  /// The ffmpeg that looks through media.
  let ffmpeg = Mutex("ffmpeg")
  private let clock: Mutex<Moment>

  /// The folder of media.
  var media: String { folder.file("media") }
  var guide: String { folder.file("run/guide") }
  var now: Moment { clock.withLock { $0 } }

  init() throws {
    folder = try ScratchFolder()
    let start = Store.wallClock()
    clock = Mutex(start)
    store = try Store.open(at: folder.file("exstreamtv.sqlite"))
    for name in ["media", "run"] {
      try FileManager.default.createDirectory(
        atPath: folder.file(name), withIntermediateDirectories: true)
    }
  }

  var tools: JobTools {
    JobTools(
      store: store, guideFolder: guide, ffmpeg: ffmpeg.withLock { $0 },
      analysesMedia: analysesMedia.withLock { $0 }, now: { self.now },
      publish: { topic, json in
        let text = String(decoding: json, as: UTF8.self)
        self.events.withLock { $0.append((topic, text)) }
        self.reaction.withLock { $0 }?(topic, text)
      },
      refresh: { id in self.refreshed.withLock { $0.append(id) } })
  }

  var runner: JobRunner { JobRunner(tools: tools, lockPath: folder.file("jobs.lock")) }

  func advance(_ span: Span) { clock.withLock { $0 = $0 + span } }

  /// Puts clips into the folder of media.
  func clips(_ names: [String]) throws {
    let clip = try Clip.path()
    for name in names {
      let path = media + "/" + name
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: clip, toPath: path)
    }
  }

  /// Adds the folder of media and waits for its scan.
  @discardableResult
  func scan() throws -> Job {
    let folder = try store.folders().first ?? store.insertFolder(path: media)
    let job = try store.enqueue(kind: .scan, subject: String(folder.id.rawValue))
    #expect(try runner.drain())
    return try #require(try store.job(job.id))
  }

  @discardableResult
  func channel(_ id: String = "abcdefgh", number: String = "1") throws -> ChannelID {
    let id = try #require(ChannelID(rawValue: id))
    try store.insert(
      ProgrammedChannel(
        channel: Channel(
          id: id, number: try #require(ChannelNumber(number)), name: "One", profile: "720p",
          premiere: now),
        rules: ContinuousRules(content: .library, order: .shuffle, seed: 5)))
    return id
  }

  var titles: [String] {
    get throws { try store.media(query: MediaQuery()).items.map(\.item.title) }
  }
}

/// A real clip of two seconds, made once.
enum Clip {
  private static let made = Mutex<(folder: ScratchFolder, path: String)?>(nil)

  static func path() throws -> String {
    try made.withLock { made in
      if let made { return made.path }
      let folder = try ScratchFolder()
      let path = folder.file("clip.mp4")
      let ffmpeg = Process()
      ffmpeg.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      ffmpeg.arguments = [
        "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=25:duration=2",
        "-f", "lavfi", "-i", "sine=duration=2", "-c:v", "libx264", "-preset", "ultrafast",
        "-c:a", "aac", path,
      ]
      try ffmpeg.run()
      ffmpeg.waitUntilExit()
      made = (folder, path)
      return path
    }
  }
}

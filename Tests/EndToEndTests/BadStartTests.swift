import Fetch
import Foundation
import Glibc
import Harness
import Testing

@Suite("Starts that can't succeed", .serialized, .timeLimit(.minutes(2)))
struct BadStartTests {
  @Test("a port that is taken is named with another one to try")
  func portTaken() throws {
    let holder = try TakenPort()
    let start = try FailedStart(["EXSTREAMTV_PORT": "\(holder.port)"])
    start.expect("Port \(holder.port) is taken", "EXSTREAMTV_PORT=\(holder.port + 1)")
  }

  @Test("a missing nginx or ffmpeg is named with how to install it")
  func programMissing() throws {
    for variable in ["EXSTREAMTV_NGINX", "EXSTREAMTV_FFMPEG", "EXSTREAMTV_FFPROBE"] {
      let start = try FailedStart([variable: "/nonexistent"])
      start.expect("'/nonexistent' is missing", "apt-get install", variable)
    }
  }

  @Test("a media folder that is missing, a file or empty is named")
  func mediaFolder() throws {
    let empty = TemporaryFolder.make("empty")
    defer { try? FileManager.default.removeItem(at: empty) }
    let file = empty.appending(path: ".file")
    try Data("x".utf8).write(to: file)
    try FailedStart(["MEDIA": "/no/such/media"]).expect("'/no/such/media' can't be found")
    try FailedStart(["MEDIA": file.path]).expect("'\(file.path)' is no folder")
    try FailedStart(["MEDIA": empty.path]).expect("'\(empty.path)' is empty")
  }

  @Test("an ordinary user is told which folder it may not read or write")
  func permissions() throws {
    guard getuid() == 0 else { return try permissionsOfOurselves() }
    let place = try OrdinaryPlace()
    defer { place.remove() }
    let secret = TemporaryFolder.make("secret")
    defer { try? FileManager.default.removeItem(at: secret) }
    chmod(secret.path, 0o700)
    try place.failedStart(["MEDIA": secret.path]).expect(
      "'\(secret.path)' can't be read", "read permission")
    try place.failedStart(["EXSTREAMTV_DATA": secret.path]).expect(
      "'\(secret.path)' can't be written", "EXSTREAMTV_DATA")
  }

  @Test("an ordinary user's station works", .timeLimit(.minutes(2)))
  func ordinaryUser() throws {
    guard getuid() == 0 else { return }
    let place = try OrdinaryPlace()
    defer { place.remove() }
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try Clips.make("red", seconds: 20, at: media.appending(path: "Red (2001).mp4"))
    try Clips.make("blue", seconds: 20, at: media.appending(path: "Blue (2002).mp4"))
    chmod(media.appending(path: "Blue (2002).mp4").path, 0o600)
    let port = try freePort()
    let process = try place.up(["MEDIA": media.path, "EXSTREAMTV_PORT": "\(port)"])
    defer { process.end() }
    let station = Station(port: port, data: place.data, process: process)
    try eventually(within: .seconds(30), "an answer: \(process.transcript)") {
      (try? station.get("/api/health").status) == 200
    }
    try station.awaitChannel()
    let stream = try StreamViewer(station)
    try eventually(within: .seconds(30), "a picture: \(process.transcript)") {
      stream.count > 20_000
    }
    stream.leave()
    let failed = try station.json("/api/media?failed=true")["items"]
    #expect(failed.array.count == 1)
    #expect(failed[0]["error"].string?.contains("may not be read") == true)
    #expect(ProcessTree.below(process.pid).allSatisfy { OrdinaryPlace.owns($0.pid) })
    process.signal(SIGTERM)
    #expect(process.wait(.seconds(6)) == 0)
    #expect(Station.processes(on: place.data) == [])
  }

  @Test("a database that is damaged, newer or no database is named and left as it is")
  func database() throws {
    let folder = TemporaryFolder.make("data")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "exstreamtv.sqlite")
    let noise = Data((0..<20_000).map { _ in UInt8.random(in: .min ... .max) })
    try noise.write(to: file)
    try FailedStart([:], data: folder).expect("\(file.path) is damaged", "Restore a backup")
    #expect(try Data(contentsOf: file) == noise)
    try FileManager.default.removeItem(at: file)
    try sqlite(file, "CREATE TABLE theirs(x)")
    try FailedStart([:], data: folder).expect("\(file.path) belongs to another program")
  }

  @Test("a database of a newer version is named and left as it is")
  func newerDatabase() throws {
    let folder = TemporaryFolder.make("data")
    defer { try? FileManager.default.removeItem(at: folder) }
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try Data("x".utf8).write(to: media.appending(path: "x.mp4"))
    try Station.run(media: media, data: folder) { _ in }
    let file = folder.appending(path: "exstreamtv.sqlite")
    let version = try sqlite(file, "PRAGMA user_version")
    try sqlite(file, "PRAGMA user_version = 9999")
    try FailedStart([:], data: folder).expect(
      "\(file.path) has schema 9999", "Install the newer version")
    // Nothing was taken from it: the version that knows it goes on.
    try sqlite(file, "PRAGMA user_version = \(version)")
    try Station.run(data: folder) { station in
      let channels = try station.json("/api/channels")["channels"].array
      #expect(channels.count == 1)
    }
  }

  @Test("a database that somebody holds locked is named")
  func lockedDatabase() throws {
    let folder = TemporaryFolder.make("data")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "exstreamtv.sqlite")
    let holder = try Child.start(
      "python3",
      [
        "-c",
        """
        import sqlite3, sys, time
        held = sqlite3.connect(sys.argv[1], isolation_level=None)
        held.execute("BEGIN EXCLUSIVE")
        print("held", flush=True)
        time.sleep(600)
        """, file.path,
      ])
    defer { holder.end() }
    try eventually(within: .seconds(10), "the lock") { holder.transcript.contains("held") }
    try FailedStart([:], data: folder, strangers: [holder.pid]).expect(
      "\(file.path) is locked", "end that process or try again")
  }

  @Test("a second start on the same data is refused, and the first goes on")
  func secondStart() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try Data("x".utf8).write(to: media.appending(path: "x.mp4"))
    try Station.run(media: media) { station in
      let start = try FailedStart([:], data: station.data, others: true)
      start.expect("runs on this data already", "process \(station.process.pid)")
      start.expect("EXSTREAMTV_DATA")
      #expect(station.process.isRunning)
      #expect(try station.get("/api/health").status == 200)
    }
  }

  /// What root can't try: as an ordinary user, take our own rights away.
  private func permissionsOfOurselves() throws {
    let folder = TemporaryFolder.make("denied")
    defer {
      chmod(folder.path, 0o700)
      try? FileManager.default.removeItem(at: folder)
    }
    chmod(folder.path, 0o500)
    try FailedStart([:], data: folder, others: true).expect(
      "can't be", folder.path, "EXSTREAMTV_DATA")
    chmod(folder.path, 0o000)
    try FailedStart(["MEDIA": folder.path]).expect("'\(folder.path)' can't be read")
  }

  /// Runs a statement and returns the first value of its answer.
  @discardableResult
  private func sqlite(_ file: URL, _ statement: String) throws -> String {
    let script = """
      import sqlite3, sys
      row = sqlite3.connect(sys.argv[1], isolation_level=None).execute(sys.argv[2]).fetchone()
      print(row[0] if row else "")
      """
    let (status, text) = try Child.output(of: "python3", ["-c", script, file.path, statement])
    guard status == 0 else { throw Failure("sqlite: \(text)") }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

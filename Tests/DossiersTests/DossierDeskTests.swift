import Foundation
import Glibc
import Library
import Playout
import Synchronization
import TestSupport
import Testing

@testable import Dossiers

@Suite("Dossiers of what failed on air", .timeLimit(.minutes(1)))
struct DossierDeskTests {
  private let scratch: ScratchFolder
  private let folder: DossierFolder
  private let start = Moment(seconds: 1_790_000_000)

  init() throws {
    scratch = try ScratchFolder()
    folder = DossierFolder(path: scratch.file("dossiers"))
  }

  private func desk(
    bytes: Int64 = 1_000_000, count: Int = 500, told: @escaping @Sendable () -> Void = {}
  ) -> DossierDesk {
    DossierDesk(
      folder: folder, limits: DossierLimits(bytes: bytes, count: count),
      version: { "ffmpeg version 5" }, told: { _ in told() })
  }

  private func report(
    _ path: String, after span: Span = .zero, cause: String = "invalidData",
    stderr: [String] = ["broken"], arguments: [String] = ["ffmpeg"]
  ) throws -> Dossier {
    let channel = Channel(
      id: try #require(ChannelID(rawValue: "abcdefgh")), number: try #require(ChannelNumber("7")),
      name: "Seven", profile: "720p", premiere: start)
    return Dossier(
      at: start + span, channel: channel, title: "A film", path: path, rung: "planned",
      method: "copy", cause: cause, why: "It is damaged.", exitStatus: 1, frames: 3,
      plannedFrom: start, plannedTo: start + .hours(1), stoppedAt: start + .seconds(1),
      arguments: arguments, stderr: stderr,
      probe: MediaProbe(container: "mp4", duration: .hours(1)), next: ["It was encoded."])
  }

  @Test("a report becomes a folder that can be read, listed and removed")
  func filing() throws {
    let desk = desk()
    desk.file(try report("/a.mp4"))
    desk.file(try report("/b.mp4", after: .seconds(1)))
    desk.settle()
    let found = folder.newest(10)
    #expect(found.map(\.path) == ["/b.mp4", "/a.mp4"])
    #expect(found[0].ffmpeg == "ffmpeg version 5")
    #expect(found[0].exitStatus == 1)
    #expect(folder.newest(1).map(\.path) == ["/b.mp4"])
    let other = try #require(ChannelID(rawValue: "zzzzzzzz"))
    #expect(folder.newest(10, of: other).isEmpty)
    let name = try #require(DossierName(found[0].id))
    #expect(folder.remove(name))
    #expect(!folder.remove(name))
    #expect(folder.read(name) == nil)
    #expect(folder.removeAll() == 1)
    #expect(folder.names.isEmpty)
  }

  @Test("the same failure again raises a counter, after a while it is a new one")
  func repetition() throws {
    let desk = desk()
    for second in 0..<50 { desk.file(try report("/a.mp4", after: .seconds(Int64(second)))) }
    desk.settle()
    desk.file(try report("/a.mp4", after: .seconds(60), cause: "truncated"))
    desk.file(try report("/a.mp4", after: .minutes(11)))
    desk.settle()
    let found = folder.newest(10)
    #expect(found.map(\.count) == [1, 1, 50])
    #expect(found.last?.lastAt == start + .seconds(49))
    #expect(found.last?.next == ["It was encoded."])
  }

  @Test("a removed dossier is made anew")
  func removedMeanwhile() throws {
    let desk = desk()
    desk.file(try report("/a.mp4"))
    desk.settle()
    #expect(folder.removeAll() == 1)
    desk.file(try report("/a.mp4", after: .seconds(1)))
    desk.settle()
    #expect(folder.newest(10).map(\.count) == [1])
  }

  @Test("size, count and age are kept, the oldest go first")
  func bounds() throws {
    let line = String(repeating: "x", count: 500)
    let lines = Array(repeating: line, count: 200)
    let small = desk(bytes: 1_000_000)
    for index in 0..<20 {
      small.file(try report("/\(index).mp4", after: .seconds(Int64(index)), stderr: lines))
    }
    small.settle()
    #expect((7...9).contains(folder.names.count), "100 KB each in 1 MB")
    #expect(folder.newest(1).first?.path == "/19.mp4")
    let few = desk(count: 3)
    for index in 0..<6 { few.file(try report("/n\(index).mp4", after: .minutes(Int64(index)))) }
    few.settle()
    #expect(folder.newest(10).map(\.path) == ["/n5.mp4", "/n4.mp4", "/n3.mp4"])
    few.file(try report("/late.mp4", after: .days(31)))
    few.settle()
    #expect(folder.newest(10).map(\.path) == ["/late.mp4"])
  }

  @Test("what gives access is taken out, and long words are cut to their end")
  func secrets() throws {
    let desk = desk()
    let lines = (0..<300).map { "line \($0) of http://me:pass@host/x?token=abc end" }
    desk.file(
      try report(
        "http://me:pass@host:80/a.ts?key=1", stderr: lines,
        arguments: ["ffmpeg", "-i", "rtsp://u@cam/1", "file:/media/a?b.mp4"]))
    desk.settle()
    let found = try #require(folder.newest(1).first)
    #expect(found.path == "http://host:80/a.ts?…")
    #expect(found.stderr.count == 200)
    #expect(found.stderr.last == "line 299 of http://host/x?… end")
    #expect(found.arguments.suffix(2) == ["rtsp://cam/1", "file:/media/a?b.mp4"])
  }

  @Test(
    "nothing but a name is a name",
    arguments: [
      "..", "../20260921T141320Z-abcdefgh-1", "20260921T141320Z-abcdefgh-", "x",
      "20260921T141320Z-abcdefgh-1/..", "20260921T141320Z-ABCDEFGH-1", "",
      "20260921T141320Z-abcdefgh-1.", "20260921T1413 0Z-abcdefgh-1",
      "20260921T141320Z-abcdefgh-1234567890", "20260921T141320Z-abcdefgh--1",
    ])
  func names(_ text: String) {
    #expect(DossierName(text) == nil)
  }

  @Test("a name tells its second")
  func name() throws {
    let name = try #require(DossierName("20260921T141320Z-abcdefgh-1"))
    #expect(name.at == start)
    #expect(DossierName(at: start, channel: name.channel, number: 1) == name)
  }

  @Test("what can't be written or read costs nobody anything")
  func obstacles() throws {
    try Data("a file where the folder would be".utf8)
      .write(to: URL(filePath: scratch.file("dossiers")))
    let told = Told()
    let desk = desk { told.count.withLock { $0 += 1 } }
    desk.file(try report("/a.mp4"))
    desk.settle()
    #expect(told.count.withLock { $0 } == 0)
    #expect(folder.newest(5).isEmpty)
    unlink(scratch.file("dossiers"))
    let broken = folder.path + "/20260921T141320Z-abcdefgh-4"
    try FileManager.default.createDirectory(atPath: broken, withIntermediateDirectories: true)
    symlink("/etc/passwd", broken + "/dossier.json")
    mkdir(folder.path + "/.part-20260921T141320Z-abcdefgh-9", 0o755)
    desk.file(try report("/b.mp4"))
    desk.settle()
    #expect(folder.newest(5).map(\.path) == ["/b.mp4"])
    #expect(told.count.withLock { $0 } == 1)
  }

  private final class Told: Sendable {
    let count = Mutex(0)
  }
}

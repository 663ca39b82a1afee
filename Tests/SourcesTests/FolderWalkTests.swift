import Foundation
import Glibc
import Sources
import TestSupport
import Testing

@Suite("Walking a folder", .timeLimit(.minutes(1)))
struct FolderWalkTests {
  private let program = Fixture.program("counting")

  @Test("a folder that is not there is told with what to do")
  func missing() async throws {
    await #expect(throws: ScanError.missing(folder: "/no/such/folder")) {
      try await ScanFolder.scan("/no/such/folder/")
    }
    #expect("\(ScanError.missing(folder: "/no/such"))".contains("'/no/such'"))
  }

  @Test("a file is no folder")
  func file() async throws {
    let folder = try ScanFolder()
    try folder.add("x", as: "a.mp4")
    await #expect(throws: ScanError.notAFolder(folder: folder.file("a.mp4"))) {
      try await ScanFolder.scan(folder.file("a.mp4"))
    }
  }

  @Test("an empty folder is read to its end")
  func empty() async throws {
    let told = try await ScanFolder().scan()
    #expect(told.events == [.counted(0)])
    #expect(told.result == ScanResult(seen: [], isComplete: true))
  }

  @Test("a folder that may not be read is told", .enabled(if: geteuid() != 0))
  func denied() async throws {
    let folder = try ScanFolder()
    chmod(folder.path, 0)
    defer { chmod(folder.path, 0o755) }
    await #expect(throws: ScanError.denied(folder: folder.path)) { try await folder.scan() }
  }

  @Test(
    "files and folders that may not be read are told; the scan is incomplete for the folder",
    .enabled(if: geteuid() != 0))
  func deniedInside() async throws {
    let folder = try ScanFolder()
    try folder.add("x", as: "closed/a.mp3")
    try folder.add("x", as: "b.mp3")
    chmod(folder.file("closed"), 0)
    chmod(folder.file("b.mp3"), 0)
    defer { chmod(folder.file("closed"), 0o755) }
    let told = try await folder.scan(with: program)
    #expect(told.counted == [2])
    #expect(!told.result.isComplete)
    #expect(told.failed["closed"]?.contains("may not be read") == true)
    #expect(told.failed["b.mp3"]?.contains("may not be read") == true)
  }

  @Test("a folder that the system can't read makes the scan incomplete and is told")
  func unreadableInside() async throws {
    let folder = try ScanFolder()
    try folder.add("x", as: "a.mp3")
    // Deeper than the system takes a path; made step by step.
    let step = String(repeating: "d", count: 255)
    try run(
      "/bin/sh",
      [
        "-c",
        "cd \"$0\" && for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do "
          + "mkdir \(step) && cd -P \(step) || exit 1; done", folder.path,
      ])
    defer { try? run("/bin/rm", ["-rf", folder.file(step)]) }
    let told = try await folder.scan(with: program)
    #expect(!told.result.isComplete)
    #expect(Set(told.media.keys) == ["a.mp3"])
    #expect(told.failed.values.map { $0.contains("can't be read") } == [true])
    #expect(told.counted == [2])
  }

  @Test("hidden files and folders that systems keep for themselves are left alone")
  func hidden() async throws {
    let folder = try ScanFolder()
    for name in [
      ".a.mp3", "._b.mp3", ".Trash/c.mp3", "@eaDir/d.mp3", "#recycle/e.mp3", "lost+found/f.mp3",
      "folder/.mp3", "folder/mp3", "folder/g.mp3",
    ] {
      try folder.add("x", as: name)
    }
    let told = try await folder.scan(with: program)
    #expect(Set(told.media.keys) == ["folder/g.mp3"])
    #expect(told.counted == [1])
  }

  @Test("links are followed to files inside, never out of the folder or in circles")
  func links() async throws {
    let outside = try ScanFolder()
    try outside.add("x", as: "outside.mp3")
    let folder = try ScanFolder()
    try folder.add("x", as: "real.mp3")
    try folder.add("x", as: ".store/8f3a.mp3")
    try folder.link("again.mp3", to: "real.mp3")
    try folder.link("stored.mp3", to: ".store/8f3a.mp3")
    try folder.link("out.mp3", to: outside.file("outside.mp3"))
    try folder.link("out", to: outside.path)
    try folder.link("up", to: "..")
    try folder.link("here", to: ".")
    try folder.link("loop.mp3", to: "loop.mp3")
    try folder.link("nowhere.mp3", to: "no such file")
    try folder.link("etc", to: "/etc/hostname")
    let told = try await folder.scan(with: program)

    #expect(Set(told.media.keys) == ["real.mp3", "stored.mp3"])
    #expect(Set(told.failed.keys) == ["out.mp3", "out", "up", "loop.mp3", "nowhere.mp3"])
    #expect(told.failed["out.mp3"]?.contains(outside.path) == true)
    #expect(told.failed["out"]?.contains("leads out") == true)
    #expect(told.failed["loop.mp3"]?.contains("leads nowhere") == true)
    #expect(told.result.isComplete)
  }

  @Test("a folder whose name begins like the library's is outside of it")
  func sibling() async throws {
    let both = try ScanFolder()
    try both.add("x", as: "media2/a.mp3")
    try both.add("x", as: "media/b.mp3")
    try both.link("media/a.mp3", to: both.file("media2/a.mp3"))
    let told = try await ScanFolder.scan(both.file("media"), with: program)
    #expect(Set(told.failed.keys) == ["a.mp3"])
  }

  @Test("the library's folder itself may be a link, and end with slashes")
  func linkedRoot() async throws {
    let both = try ScanFolder()
    try both.add("x", as: "real/a.mp3")
    try both.link("media", to: "real")
    let told = try await ScanFolder.scan(both.file("media") + "//", with: program)
    #expect(told.result.seen == [both.file("media/a.mp3")])
  }

  @Test("names that are no text are told, not a crash")
  func notText() async throws {
    let folder = try ScanFolder()
    try folder.add("x", as: "a.mp3")
    let name = Array(folder.path.utf8) + Array("/b".utf8) + [0xFF] + Array(".mp3".utf8)
    let made = (name + [0]).withUnsafeBytes { bytes in
      bytes.bindMemory(to: CChar.self).baseAddress.map { open($0, O_WRONLY | O_CREAT, 0o644) }
    }
    close(try #require(made))
    let told = try await folder.scan(with: program)
    #expect(Set(told.media.keys) == ["a.mp3"])
    #expect(told.failed == ["b\u{FFFD}.mp3": "The file's name is not valid UTF-8. Rename it."])
    #expect(told.counted == [2])
  }

  @Test("a pipe that is named like a film is not waited for")
  func pipe() async throws {
    let folder = try ScanFolder()
    #expect(mkfifo(folder.file("a.mp4"), 0o644) == 0)
    #expect(try await folder.scan().failed["a.mp4"]?.contains("not an ordinary file") == true)
  }

  @Test("a folder that is cancelled while it is walked is incomplete")
  func cancelled() async throws {
    let folder = try ScanFolder()
    try folder.add("x", as: "a.mp3")
    let told = try await folder.scan(with: program, isCancelled: { true })
    #expect(told.events.isEmpty)
    #expect(!told.result.isComplete)
  }
}

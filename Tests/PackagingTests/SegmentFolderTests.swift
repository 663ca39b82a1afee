import Foundation
import Testing

@testable import Packaging

@Suite("Segment folder")
struct SegmentFolderTests {
  /// Gives a folder that is gone afterwards.
  private func withFolder(_ body: (SegmentFolder) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "exstreamtv-folder-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(SegmentFolder(path: path + "/live/7"))
  }

  private func names(in folder: SegmentFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  private func content(_ folder: SegmentFolder, _ name: String) -> Data? {
    FileManager.default.contents(atPath: folder.path + "/" + name)
  }

  private func segment(_ sequence: Int64) -> Segment {
    Segment(
      listed: ListedSegment(sequence: sequence, start: evening, duration: 180_000),
      startsWithKeyFrame: true, bytes: [UInt8](repeating: UInt8(sequence), count: 376))
  }

  @Test("Segments, playlist and state are files under their names, and nothing is left beside")
  func files() throws {
    try withFolder { folder in
      try folder.prepare()
      try folder.prepare()
      try folder.write(segment(11))
      try folder.write(segment(9))
      let playlist = MediaPlaylist(target: 4, segments: [segment(9).listed])
      try folder.writePlaylist(playlist)
      try folder.writeState(StreamState(sequence: 12))
      #expect(try names(in: folder) == ["11.ts", "9.ts", "index.m3u8", "state.json"])
      #expect(content(folder, "9.ts") == Data(repeating: 9, count: 376))
      #expect(content(folder, "index.m3u8") == Data(playlist.text.utf8))
      #expect(try folder.sequences() == [9, 11])
      #expect(try folder.readState(StreamState.self) == StreamState(sequence: 12))
      try folder.remove(sequence: 9)
      try folder.remove(sequence: 9)
      #expect(try folder.sequences() == [11])
    }
  }

  @Test("A segment's parts and heads come and go with it; what has no transport stream has none")
  func parts() throws {
    try withFolder { folder in
      try folder.prepare()
      var made = segment(3)
      made.bytes = []
      made.parts = [.init(suffix: "m4s", bytes: [1]), .init(suffix: "s1.vtt", bytes: [2])]
      made.heads = [FragmentHead(rendition: "main", bytes: [3])]
      let head = made.heads[0].name
      try folder.write(made)
      try folder.writePlaylist(MediaPlaylist(target: 4, segments: []), name: "s1.m3u8")
      #expect(try names(in: folder) == ["3.m4s", "3.s1.vtt", head, "s1.m3u8"])
      #expect(made.entry.parts == ["m4s", "s1.vtt"])
      let entry = try JSONDecoder().decode(
        ListedSegment.self, from: JSONEncoder().encode(made.entry))
      #expect(entry == made.entry)
      try folder.remove(sequence: 3, parts: made.entry.parts)
      try folder.removeHeads(except: [head])
      #expect(try names(in: folder) == [head, "s1.m3u8"])
      try folder.removeHeads(except: [])
      #expect(try names(in: folder) == ["s1.m3u8"])
      try folder.write(made)
      try folder.clear(keepingState: true)
      #expect(try names(in: folder) == [])
    }
  }

  @Test("A file that was never finished is removed, and never read")
  func unfinished() throws {
    try withFolder { folder in
      try folder.prepare()
      try Data([1]).write(to: URL(fileURLWithPath: folder.path + "/12.ts.part"))
      #expect(try folder.sequences() == [])
      try folder.prepare()
      #expect(try names(in: folder) == [])
    }
  }

  @Test("Clearing takes the playlist and the segments, and the state if it isn't kept")
  func clear() throws {
    try withFolder { folder in
      try folder.prepare()
      for keeps in [true, false] {
        try folder.write(segment(1))
        try folder.writePlaylist(MediaPlaylist(target: 4, segments: [segment(1).listed]))
        try folder.writeState(StreamState())
        try folder.writeJSON([1, 2], to: "plan.json")
        try folder.clear(keepingState: keeps)
        #expect(try names(in: folder) == (keeps ? ["plan.json", "state.json"] : ["plan.json"]))
      }
    }
  }

  @Test("A missing state is none, a corrupt one is an error")
  func corruptState() throws {
    try withFolder { folder in
      try folder.prepare()
      #expect(try folder.readState(StreamState.self) == nil)
      try Data("{\"seq".utf8).write(to: URL(fileURLWithPath: folder.path + "/state.json"))
      let error = #expect(throws: SegmentFolderError.self) {
        try folder.readState(StreamState.self)
      }
      #expect(error?.code == .corrupt)
      #expect(error?.path == folder.path + "/state.json")
    }
  }

  @Test("The reserve is room that can be given back, and goes with the segments")
  func reserve() throws {
    try withFolder { folder in
      try folder.prepare()
      try folder.holdReserve()
      #expect(content(folder, "reserve")?.count == 64 << 10)
      try folder.releaseReserve()
      try folder.releaseReserve()
      #expect(try names(in: folder) == [])
      try folder.holdReserve()
      try folder.clear(keepingState: true)
      #expect(try names(in: folder) == [])
    }
  }

  @Test("A path below a file is refused with its name")
  func belowFile() throws {
    try withFolder { folder in
      try folder.prepare()
      try folder.write(segment(1))
      let below = SegmentFolder(path: folder.path + "/1.ts/live")
      let error = #expect(throws: SegmentFolderError.self) { try below.prepare() }
      #expect(error?.code == .noFolder)
      #expect(error?.path == below.path)
      #expect(error?.number == ENOTDIR)
      #expect(error.map { "\($0)" }?.contains(below.path) == true)
      let isFile = SegmentFolder(path: folder.path + "/1.ts")
      #expect(throws: SegmentFolderError.self) { try isFile.prepare() }
    }
  }

  @Test("A folder that was taken away is missed at each file")
  func vanished() throws {
    try withFolder { folder in
      let error = #expect(throws: SegmentFolderError.self) { try folder.write(segment(1)) }
      #expect(error?.code == .noFolder)
      #expect(error?.number == ENOENT)
      #expect(error?.path == folder.path + "/1.ts")
      #expect(throws: SegmentFolderError.self) { try folder.sequences() }
    }
  }

  @Test("What can't be put in place leaves no unfinished file")
  func blockedName() throws {
    try withFolder { folder in
      try folder.prepare()
      try FileManager.default.createDirectory(
        atPath: folder.path + "/1.ts/full", withIntermediateDirectories: true)
      let error = #expect(throws: SegmentFolderError.self) { try folder.write(segment(1)) }
      #expect(error?.code == .failed)
      #expect(try names(in: folder) == ["1.ts"])
    }
  }

  @Test("A full disk is told as such, and the file before stays whole")
  func fullDisk() throws {
    // A write past the limit of the device that is always full.
    try withFolder { folder in
      try folder.prepare()
      try folder.writePlaylist(MediaPlaylist(target: 4, segments: []))
      let before = content(folder, "index.m3u8")
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/index.m3u8.part", withDestinationPath: "/dev/full")
      let error = #expect(throws: SegmentFolderError.self) {
        try folder.writePlaylist(MediaPlaylist(target: 9, segments: []))
      }
      #expect(error?.code == .diskFull)
      #expect(error?.number == ENOSPC)
      #expect(content(folder, "index.m3u8") == before)
      #expect(try names(in: folder) == ["index.m3u8"])
    }
  }
}

import Foundation
import Glibc
import Library
import Sources
import Testing

@Suite("A folder scan", .timeLimit(.minutes(1)))
struct FolderScanTests {
  @Test("films, episodes and songs are found with what is in them")
  func finds() async throws {
    let folder = try ScanFolder()
    try folder.add(Clips.film, as: "Le Film (1999).mp4")
    try folder.add(Clips.silent, as: "The Show/Season 2/The Show - s02e03 - Gone.mkv")
    try folder.add(Clips.song, as: "Best of (2001).m4a")
    try folder.add("notes", as: "readme.txt")
    let told = try await folder.scan()

    #expect(told.counted == [3])
    #expect(told.failed.isEmpty)
    #expect(told.result.isComplete)
    #expect(told.result.seen == Set(told.media.values.map(\.path)))
    let film = try #require(told.media["Le Film (1999).mp4"])
    #expect(film.guess == NameGuess(kind: .movie, title: "Le Film", year: 1999))
    #expect(film.duration == .milliseconds(1520))
    #expect(film.probe.video?.codec == "h264")
    #expect(film.probe.audio.map(\.codec) == ["aac"])
    let episode = try #require(told.media["The Show/Season 2/The Show - s02e03 - Gone.mkv"])
    #expect(episode.guess.kind == .episode)
    #expect(episode.guess.show == "The Show")
    #expect(episode.probe.audio.isEmpty)
    let song = try #require(told.media["Best of (2001).m4a"])
    #expect(song.guess.kind == .other)
    #expect(song.probe.video == nil)
    #expect(song.duration >= .milliseconds(1600))
    #expect(song.probe.artwork == nil)
  }

  @Test("a song's picture is the one in it, else its own beside it, else its album's")
  func artwork() async throws {
    let folder = try ScanFolder()
    try folder.add(Clips.covered, as: "Inside.mp3")
    try folder.add("", as: "Inside.jpg")
    try folder.add(Clips.song, as: "Album/One.m4a")
    try folder.add("", as: "Album/One.png")
    try folder.add(Clips.song, as: "Album/Two.m4a")
    try folder.add("", as: "Album/Folder.jpg")
    try folder.add(Clips.film, as: "Album/Film.mp4")
    let told = try await folder.scan()
    func artwork(_ name: String) throws -> Artwork? {
      try #require(told.media[name]).probe.artwork
    }
    #expect(try artwork("Inside.mp3") == .attached(stream: 1))
    #expect(try artwork("Album/One.m4a") == .beside(path: folder.path + "/Album/One.png"))
    #expect(try artwork("Album/Two.m4a") == .beside(path: folder.path + "/Album/Folder.jpg"))
    #expect(try artwork("Album/Film.mp4") == nil)
  }

  @Test("whatever a file is called, it is read and told under its own name")
  func names() async throws {
    let names = [
      "-leading dash.mp4", "-i.mp4", "50% off %d %05d.mp4", "it's \"quoted\" $(id) `id`.mp4",
      "two\nlines.mp4", "file:name.mp4", "concat:a|b.mp4", "a:b?c#d.mp4", "🎬 émoji.mp4",
      "tab\there;&|<>*.mp4", "[brackets]{a,b}\\.mp4", "UPPER.MP4",
      String(repeating: "x", count: 251) + ".mp4",
    ]
    let folder = try ScanFolder()
    for name in names { try folder.add(Clips.film, as: name) }
    let told = try await folder.scan()
    #expect(told.failed.isEmpty)
    #expect(Set(told.media.keys) == Set(names))
  }

  @Test("what can't be played is told in words, and costs no other file")
  func failures() async throws {
    let folder = try ScanFolder()
    let film = try Data(contentsOf: URL(filePath: try Clips.film.get()))
    try folder.add(as: "empty.mp4")
    try folder.add("just text", as: "text.mp4")
    try folder.add("just text", as: "text.mkv")
    try folder.add(String(repeating: "just text ", count: 9000), as: "text.mp3")
    try folder.add(bytes: film.prefix(film.count / 2), as: "half.mp4")
    try folder.add(bytes: film.prefix(32), as: "begun.mp4")
    try folder.add(Clips.flash, as: "flash.mp4")
    try folder.add(Clips.words, as: "words.mkv")
    try folder.add(Clips.film, as: "good.mp4")
    let told = try await folder.scan()

    #expect(Set(told.media.keys) == ["good.mp4"])
    #expect(told.counted == [9])
    #expect(told.result.isComplete)
    #expect(told.result.seen.count == 9)
    let marks = [
      "empty.mp4": "empty", "text.mp4": "not a media file", "text.mkv": "not a media file",
      "text.mp3": "not a media file", "half.mp4": "moov atom", "begun.mp4": "cut off",
      "flash.mp4": "shorter than a second", "words.mkv": "no picture and no sound",
    ]
    #expect(Set(told.failed.keys) == Set(marks.keys))
    for (name, mark) in marks {
      #expect(told.failed[name]?.contains(mark) == true, "\(name): \(told.failed[name] ?? "-")")
    }
  }

  @Test("a playlist that is named like a film opens no other file")
  func playlists() async throws {
    let folder = try ScanFolder()
    try folder.add(Clips.film, as: ".secret.mp4")
    try folder.add("ffconcat version 1.0\nfile .secret.mp4\n", as: "concat.mp4")
    try folder.add(
      "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:3,\n.secret.mp4\n#EXT-X-ENDLIST\n", as: "hls.mp4")
    let told = try await folder.scan()
    #expect(told.media.isEmpty)
    #expect(told.failed["concat.mp4"]?.contains("not a media file") == true)
    #expect(told.failed["hls.mp4"]?.contains("not a media file") == true)
  }

  @Test("a film of which the data is cut off counts as long as its index says")
  func cutData() async throws {
    let folder = try ScanFolder()
    let film = try Data(contentsOf: URL(filePath: try Clips.streamable.get()))
    try folder.add(bytes: film.prefix(film.count * 2 / 3), as: "cut.mp4")
    let told = try await folder.scan()
    #expect(told.media["cut.mp4"]?.duration == .milliseconds(1520))
  }

  @Test("a recording that tells no length is measured")
  func recording() async throws {
    let folder = try ScanFolder()
    try folder.add(Clips.recording, as: "recording.mkv")
    let media = try #require(try await folder.scan().media["recording.mkv"])
    #expect(media.duration == .milliseconds(1520))
    #expect(media.probe.duration == .milliseconds(1520))
    #expect(media.probe.video?.longestKeyFrameGap != nil)
  }

  @Test("the longest group of pictures is found from samples, whatever the clock's beginning")
  func keyFrameGap() async throws {
    let folder = try ScanFolder()
    try folder.add(Clips.long, as: "long.ts")
    let media = try #require(try await folder.scan().media["long.ts"])
    #expect(media.probe.video?.longestKeyFrameGap == .seconds(8))
    #expect(media.probe.video?.startTime == .zero)
  }

  @Test("what looks as it did is not read again, playable or not, until it changes")
  func unchanged() async throws {
    let folder = try ScanFolder()
    try folder.add("a", as: "a.mp3")
    try folder.add("b", as: "b.mp3")
    try folder.add(as: "empty.mp3")
    let program = Fixture.program("counting")
    let first = try await folder.scan(with: program)
    #expect(Set(first.media.keys) == ["a.mp3", "b.mp3"])
    #expect(Set(first.failed.keys) == ["empty.mp3"])

    try folder.add("longer now", as: "b.mp3")
    let second = try await folder.scan(with: program, known: first.stamps)
    #expect(second.counted == [3])
    #expect(second.unchanged == ["a.mp3", "empty.mp3"])
    #expect(Set(second.media.keys) == ["b.mp3"])
    #expect(second.result.seen == first.result.seen)
    #expect(try asked("a.mp3", in: folder) == 1)
    #expect(try asked("b.mp3", in: folder) == 2)

    try folder.add("complete now", as: "empty.mp3")
    let third = try await folder.scan(with: program, known: first.stamps)
    #expect(Set(third.media.keys) == ["b.mp3", "empty.mp3"])
  }

  @Test("names that differ only in how an accent is composed are two files")
  func composedNames() async throws {
    let folder = try ScanFolder()
    try folder.add("x", as: "caf\u{65}\u{301}.mp3")
    let program = Fixture.program("counting")
    let first = try await folder.scan(with: program)
    let known = first.stamps.map { ($0.key.precomposedStringWithCanonicalMapping, $0.value) }
    let told = try await folder.scan(
      with: program, known: Dictionary(uniqueKeysWithValues: known))
    #expect(told.unchanged.isEmpty)
    #expect(told.media.count == 1)
  }

  @Test("three hundred files are each told once")
  func many() async throws {
    let folder = try ScanFolder()
    for number in 0..<300 { try folder.add("x", as: "\(number % 7)/\(number).mp3") }
    let told = try await folder.scan(with: Fixture.program("crashing"), parallel: 8)
    #expect(told.counted == [300])
    #expect(told.events.count == 301)
    #expect(told.media.count == 300)
    #expect(told.result.seen.count == 300)
  }

  private func asked(_ name: String, in folder: ScanFolder) throws -> Int {
    try String(contentsOfFile: folder.file(name + ".asked"), encoding: .utf8)
      .split(separator: "\n").count
  }
}

import Foundation
import Pipeline
import Playout
import Testing

@Suite("Screens", .serialized, .timeLimit(.minutes(2)))
struct ScreenTests {
  static let tiny = TranscodeProfile(
    name: "tiny", width: 320, height: 180, frameRate: 15, videoBitrate: 300_000,
    preset: "ultrafast", audioBitrate: 96_000, allowsCopy: true)

  static let every = Screen.Picture.allCases.flatMap { picture in
    Screen.Sound.allCases.map { Screen(picture: picture, sound: $0) }
  }

  private func order(
    _ screen: Screen, _ message: ScreenMessage = ScreenMessage(headline: "Back at 20:15")
  ) -> ScreenOrder {
    ScreenOrder(screen: screen, message: message, profile: Self.tiny)
  }

  /// Writes the words and runs the real ffmpeg beside them.
  private func make(_ order: ScreenOrder, in folder: String) async throws -> TransportStream {
    for line in order.words {
      try line.text.write(toFile: folder + "/" + line.file, atomically: true, encoding: .utf8)
    }
    let result = try await runFFmpeg(screenArguments(for: order), in: folder)
    #expect(result.status == 0, "\(order.screen): \(result.errors)")
    // Some pictures make ffmpeg grumble about their range; nothing else is said.
    let said = result.errors.split(separator: "\n").filter { !$0.contains("deprecated pixel") }
    #expect(said == [])
    return try await TransportStream(of: result.output, in: folder)
  }

  @Test("every picture goes with every sound, and holds a whole loop", arguments: every)
  func combinations(screen: Screen) async throws {
    let folder = try TestFolder()
    var screen = screen
    screen.image = folder.path + "/It's 100%d: a \"card\".png"
    screen.music = folder.path + "/a:b|c.mp3"
    if screen.picture == .image {
      _ = try await runFFmpeg(
        ["-v", "error", "-f", "lavfi", "-i", "testsrc=s=100x70", "-frames:v", "1", "-update", "1"]
          + ["file:" + (screen.image ?? "")])
    }
    if screen.sound == .music {
      _ = try await runFFmpeg(
        ["-v", "error", "-f", "lavfi", "-i", "sine=d=3", "file:" + (screen.music ?? "")])
    }
    let order = order(screen)
    let stream = try await make(order, in: folder.path)
    let start = Double(order.loop.start) / 90_000
    let end = start + Double(order.loop.seconds)
    #expect((stream.width, stream.height) == (320, 180))
    #expect(stream.pixelFormat == "yuv420p" && stream.rate == "15/1")
    let pictures = stream.pictures.filter { $0.time > start - 0.001 && $0.time < end - 0.001 }
    #expect(pictures.count == order.loop.seconds * 15)
    #expect(pictures.first?.isKey == true)
    #expect(pictures.count { $0.isKey } >= order.loop.seconds)
    let sounds = stream.sounds.filter { $0.time > start - 0.001 && $0.time < end - 0.001 }
    #expect(sounds.count == order.loop.seconds * 375 / 8)
    #expect(abs((sounds.first?.time ?? 0) - start) < 0.0001)
  }

  @Test(
    "words of any kind are drawn as they are, and never become part of a filter",
    arguments: [
      String(decoding: Array(UInt8(32)...126), as: UTF8.self), "%{pts} %{localtime} 100%",
      "it's \"quoted\" \\ : ; , [a] (b) = {c} \\: \\' ''", "line\nbreak\ttab\u{0}\u{7}\u{1b}[31m",
      "🎬 日本語 עברית é\u{301}", String(repeating: "x", count: 500),
      String(repeating: "Many words ", count: 50), "", " ", "-f null /etc/passwd", "\u{202E}mirror",
    ])
  func words(text: String) async throws {
    let folder = try TestFolder()
    let message = ScreenMessage(headline: text, lines: [text, text, text, text, text])
    let order = order(Screen(picture: .slate, sound: .silent), message)
    let vector = screenArguments(for: order)
    if text.count > 1 { #expect(!vector.contains { $0.contains(text) }) }
    #expect(order.words.allSatisfy { !$0.text.isEmpty && !$0.text.contains("\n") })
    #expect(order.words.allSatisfy { $0.file.wholeMatch(of: /[0-9a-f]{16}\.\d+\.txt/) != nil })
    let stream = try await make(order, in: folder.path)
    #expect(stream.pictures.count == 120)
  }

  @Test("words are wrapped to the width and cut to the height")
  func wrapping() {
    let message = ScreenMessage(
      headline: String(repeating: "word ", count: 100), lines: ["one", "two"])
    let words = order(.standard, message).words.map(\.text)
    #expect(words.count == 5)
    #expect(words[2].hasSuffix("…") && words[3...] == ["one", "two"])
    #expect(words.allSatisfy { $0.count <= 45 })
  }

  @Test("the arguments are those of the golden file")
  func golden() throws {
    let order = order(
      Screen(picture: .slate, sound: .sine), ScreenMessage(headline: "A b", lines: ["C"]))
    try compare(
      screenArguments(for: order).map(escaped).joined(separator: "\n") + "\n",
      withGolden: "screen-slate-sine")
  }

  @Test("a loop is whole frames of picture and sound at any rate", arguments: 1...120)
  func wholeFrames(rate: Int) {
    var profile = Self.tiny
    profile.frameRate = rate
    for sound in Screen.Sound.allCases {
      let loop = ScreenOrder(
        screen: Screen(picture: .black, sound: sound), message: ScreenMessage(headline: ""),
        profile: profile
      ).loop
      let lead = loop.start - 900_000
      #expect(lead % 1920 == 0 && lead * Int64(rate) % 90_000 == 0)
      #expect(loop.length % 1920 == 0 && loop.length * Int64(rate) % 90_000 == 0)
    }
  }

  @Test("the same in every codec of sound", arguments: AudioCodec.allCases)
  func wholeFrames(codec: AudioCodec) {
    for rate in 15...60 {
      for video in [VideoCodec.h264, .av1] {
        var profile = Self.tiny
        (profile.frameRate, profile.audioCodec, profile.videoCodec) = (rate, codec, video)
        for sound in Screen.Sound.allCases {
          let loop = ScreenOrder(
            screen: Screen(picture: .black, sound: sound), message: ScreenMessage(headline: ""),
            profile: profile
          ).loop
          let samples: [AudioCodec: Int64] = [
            .aac: 1024, .ac3: 1536, .eac3: 1536, .mp3: 1152, .opus: 960, .pcm: 960,
          ]
          let frame = (samples[codec] ?? 0) * 90_000 / 48_000
          let lead = loop.start - 900_000
          #expect(lead % frame == 0 && lead * Int64(rate) % 90_000 == 0)
          #expect(loop.length % frame == 0 && loop.length * Int64(rate) % 90_000 == 0)
        }
      }
    }
  }

  @Test(
    "a loop begins with a key frame in every codec", arguments: VideoCodec.allCases,
    [Screen.Sound.sine, .silent])
  func codecs(codec: VideoCodec, sound: Screen.Sound) async throws {
    let audio: AudioCodec = codec == .mpeg2 ? .mp3 : codec == .av1 ? .opus : .ac3
    var profile = Self.tiny
    profile.frameRate = 25
    (profile.videoCodec, profile.audioCodec) = (codec, audio)
    let order = ScreenOrder(
      screen: Screen(picture: .text, sound: sound), message: ScreenMessage(headline: "x"),
      profile: profile)
    let folder = try TestFolder()
    for line in order.words {
      try line.text.write(toFile: folder.path + "/" + line.file, atomically: true, encoding: .utf8)
    }
    var vector = screenArguments(for: order)
    // ffprobe finds no AV1 in a transport stream.
    if codec == .av1 { vector = vector.map { $0 == "mpegts" ? "matroska" : $0 } }
    let result = try await runFFmpeg(vector, in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let stream = try await TransportStream(of: result.output, in: folder.path)
    let start = Double(order.loop.start) / 90_000
    let end = start + Double(order.loop.seconds)
    let pictures = stream.pictures.filter { $0.time > start - 0.002 && $0.time < end - 0.002 }
    #expect(pictures.count == order.loop.seconds * 25)
    #expect(pictures.first?.isKey == true)
    #expect(pictures.count { $0.isKey } >= 5)
    #expect(stream.soundCodec == audio.rawValue)
  }

  @Test("sound only shows nothing, whatever the screen is to show")
  func soundOnly() {
    var profile = Self.tiny
    profile.hasPicture = false
    let order = ScreenOrder(
      screen: Screen(picture: .slate, sound: .beep), message: ScreenMessage(headline: "x"),
      profile: profile)
    #expect(order.screen.picture == .black && order.words.isEmpty)
    #expect(screenArguments(for: order).contains("color=c=black:s=64x36:r=15"))
  }

  @Test("what can't be seen or heard does not make another screen")
  func names() {
    let black = Screen(picture: .black, sound: .silent)
    let other = Screen(picture: .black, sound: .silent, image: "/a.png", music: "/b.mp3")
    #expect(
      order(black, ScreenMessage(headline: "a")) == order(other, ScreenMessage(headline: "b")))
    let texts = ["a", "b", "a b", "ab"].map { order(.standard, ScreenMessage(headline: $0)).name }
    #expect(Set(texts).count == 4)
    let shapes = VideoCodec.allCases.flatMap { video in
      AudioCodec.allCases.map { audio in
        var profile = Self.tiny
        (profile.videoCodec, profile.audioCodec) = (video, audio)
        return ScreenOrder(
          screen: .standard, message: ScreenMessage(headline: "a"), profile: profile
        ).name
      }
    }
    #expect(Set(shapes).count == shapes.count && shapes[0] == texts[0])
    #expect(order(black).substitutes.map(\.screen) == [.standard, .standard])
    #expect(order(.standard, ScreenMessage(headline: "a")).substitutes.count == 1)
  }
}

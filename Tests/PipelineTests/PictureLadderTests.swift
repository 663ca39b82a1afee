import Foundation
import Library
import Pipeline
import Playout
import Testing

@Suite("Several pictures from one decode", .serialized, .timeLimit(.minutes(1)))
struct PictureLadderTests {
  private var profile: TranscodeProfile {
    var profile = TranscodeProfile(
      name: "ladder", width: 320, height: 180, frameRate: 25, videoBitrate: 400_000,
      preset: "ultrafast", audioBitrate: 96_000, allowsCopy: true)
    profile.ladder = [
      LadderRung(width: 240, height: 136, videoBitrate: 250_000),
      LadderRung(width: 160, height: 90, videoBitrate: 120_000),
    ]
    return profile
  }

  private struct Seen: Decodable {
    struct Stream: Decodable {
      var width: Int?
      var height: Int?
    }
    struct Packet: Decodable {
      // swift-format-ignore: AlwaysUseLowerCamelCase
      var stream_index: Int
      var pts: Int64
      var flags: String
    }
    var streams: [Stream]
    var packets: [Packet]
  }

  @Test("Nothing is copied where there is a ladder, and that is said")
  func decision() {
    let found = copyDecision(for: Clip.fitting.probe, profile: profile, targetDuration: 3)
    #expect(found.video == .encode)
    #expect(found.blockers.contains(.ladder))
  }

  @Test(
    "Every size has the same times and key frames, in files, stills, black and screens",
    arguments: [PictureSource.encode, .black])
  func run(source: PictureSource) async throws {
    let folder = try TestFolder()
    let path = folder.path + "/film.mp4"
    _ = try await runFFmpeg([
      "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3", "-f", "lavfi",
      "-i", "sine=d=3", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-ac", "2", "-y",
      path,
    ])
    let probe = MediaProbe(
      container: "mov,mp4", duration: .seconds(3),
      video: VideoStream(index: 0, codec: "h264", width: 320, height: 180),
      audio: [AudioStream(index: 1, codec: "aac", channels: 2, sampleRate: 44_100)])
    let request = RunRequest(
      path: path, probe: probe, frames: 75,
      decision: CopyDecision(video: source, audio: .encode), profile: profile)
    try await expectLadder(try await runFFmpeg(arguments(for: request)).output, in: folder.path)
  }

  @Test("A screen has every size too")
  func screen() async throws {
    let folder = try TestFolder()
    let order = ScreenOrder(
      screen: Screen(picture: .pattern, sound: .silent), message: ScreenMessage(headline: ""),
      profile: profile)
    var plain = profile
    plain.ladder = []
    let other = ScreenOrder(screen: order.screen, message: order.message, profile: plain)
    #expect(order.name != other.name)
    let made = try await runFFmpeg(screenArguments(for: order), in: folder.path)
    try await expectLadder(made.output, in: folder.path)
  }

  @Test("A card scales each size itself where it can, else they are brought to memory")
  func card() throws {
    var card = profile
    card.hardware = .nvenc
    let request = RunRequest(
      path: "/a.mp4", probe: Clip.fitting.probe, frames: 50,
      decision: CopyDecision(video: .encode, audio: .encode), profile: card)
    let words = arguments(for: request)
    let graph = try #require(words.firstIndex(of: "-filter_complex")).advanced(by: 1)
    #expect(words[graph].contains("split=3"))
    #expect(words[graph].contains("[branch2]scale=w=160:h=90,setsar=1[picture2]"))
    #expect(words.contains("-b:v:2") && words.contains("-force_key_frames:v:1"))
    #expect(!words.contains("-vf"))
  }

  private func expectLadder(_ bytes: Data, in folder: String) async throws {
    let file = folder + "/run.ts"
    try bytes.write(to: URL(fileURLWithPath: file))
    let result = try await runFFmpeg(
      [
        "-v", "error", "-select_streams", "v", "-show_entries",
        "stream=width,height:packet=stream_index,pts,flags", "-of", "json", file,
      ], program: "ffprobe")
    let seen = try JSONDecoder().decode(Seen.self, from: result.output)
    #expect(seen.streams.map(\.width) == [320, 240, 160])
    #expect(seen.streams.map(\.height) == [180, 136, 90])
    let tracks = (0..<3).map { track in
      seen.packets.filter { $0.stream_index == track }.map { "\($0.pts) \($0.flags.prefix(1))" }
    }
    #expect(tracks[0].count >= 75)
    #expect(tracks[1].sorted() == tracks[0].sorted())
    #expect(tracks[2].sorted() == tracks[0].sorted())
  }
}

import Foundation
import Library
import Pipeline
import Playout
import Testing

@Suite("The rungs of the ladder", .timeLimit(.minutes(1)))
struct RungTests {
  private let profile = TranscodeProfile.builtIn[0]

  private func rungs(_ probe: MediaProbe) -> [Rung] {
    Rung.rungs(for: probe, profile: profile, targetDuration: 3)
  }

  @Test("only rungs that differ are tried")
  func difference() {
    #expect(rungs(Clip.fitting.probe) == [.planned, .encode, .afresh, .silent])
    #expect(rungs(Clip.turned.probe) == [.planned, .afresh, .silent])
    var mute = Clip.fitting.probe
    mute.audio = []
    #expect(rungs(mute) == [.planned, .encode, .afresh])
    var blind = Clip.fitting.probe
    blind.video = nil
    #expect(rungs(blind) == [.planned, .afresh])
    mute.video = nil
    #expect(rungs(mute) == [.planned])
  }

  @Test("a card that can't decode still encodes, and only then gives way to the processor")
  func cards() {
    let probe = Clip.turned.probe
    func rungs(decodes: Bool) -> [Rung] {
      Rung.rungs(
        for: probe, profile: profile, targetDuration: 3, hasCard: true, decodesOnCard: decodes)
    }
    #expect(rungs(decodes: true) == [.planned, .uploaded, .software, .afresh, .silent])
    #expect(rungs(decodes: false) == [.planned, .software, .afresh, .silent])
    #expect(Rung.uploaded.usesCard && !Rung.uploaded.decodesOnCard && !Rung.software.usesCard)
    var film = probe
    film.video?.rotation = 0
    film.video?.codec = "hevc"
    var run = RunRequest(
      path: "/film.mkv", probe: film, frames: 30,
      decision: Rung.planned.decision(for: film, profile: profile, targetDuration: 3),
      profile: profile)
    run.hardware = Card(kind: .nvenc, abilities: [.encode, .decodeH264, .decodeHEVC])
    #expect(run.picturePath.decodesOnCard)
    #expect(arguments(for: run).contains("-hwaccel"))
    run.decodesOnCard = false
    #expect(!arguments(for: run).contains("-hwaccel"))
    #expect(arguments(for: run).contains("h264_nvenc"))
    #expect(StderrClassification.blamesEncoder(in: ["[x] OpenEncodeSessionEx failed: no"]))
    #expect(!StderrClassification.blamesEncoder(in: ["[h264 @ 0x1] hardware accelerator failed"]))
  }

  /// How many bytes a rung makes of a file.
  private func size(_ rung: Rung, _ path: String) async throws -> Int {
    let probe = Clip.fitting.probe
    var request = RunRequest(
      path: path, probe: probe, frames: 30,
      decision: rung.decision(for: probe, profile: profile, targetDuration: 3), profile: profile)
    request.forgetsScan = rung.forgetsScan
    return try await runFFmpeg(arguments(for: request)).output.count
  }

  @Test("a file that is another container now plays afresh, and only so")
  func container() async throws {
    let folder = try TestFolder()
    try await Clip.tenBit.make(at: folder.path + "/a.mkv")
    let path = folder.path + "/a.mp4"
    try FileManager.default.moveItem(atPath: folder.path + "/a.mkv", toPath: path)
    #expect(try await size(.planned, path) == 0)
    #expect(try await size(.encode, path) == 0)
    #expect(try await size(.afresh, path) > 10_000)
    #expect(try await size(.silent, path) > 10_000)
  }

  @Test("a playlist in the place of a film opens nothing, not even afresh")
  func playlist() async throws {
    let folder = try TestFolder()
    try await Clip.fitting.make(at: folder.path + "/secret.mp4")
    let lists = [
      "#EXTM3U\n#EXTINF:2,\nfile:\(folder.path)/secret.mp4\n",
      "ffconcat version 1.0\nfile 'secret.mp4'\n",
    ]
    for list in lists {
      let path = folder.path + "/a.mp4"
      try list.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try await size(.afresh, path) == 0)
    }
  }
}

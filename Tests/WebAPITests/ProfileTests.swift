import Control
import FastCGI
import Foundation
import Library
import Pipeline
import Playout
import Store
import Testing

@testable import WebAPI

@Suite("Profiles")
struct ProfileTests {
  @Test("A profile is made, listed, shown, changed and removed")
  func life() throws {
    let desk = try TestDesk()
    let made = desk.ask(.post, "/api/profiles", json: #"{"name":"Sport","frameRate":50}"#)
    #expect(made.status == 201)
    let profile = try made.json(ProfileAnswer.self)
    #expect(profile.name == "Sport" && profile.frameRate == 50 && profile.width == 1280)
    #expect(profile.channels == [] && profile.loudness == nil)
    #expect(desk.published == [#"channels {"reason":"profiles"}"#])
    let path = "/api/profiles/\(profile.id)"
    #expect(try desk.ask(.get, path).json(ProfileAnswer.self) == profile)
    let list = try desk.ask(.get, "/api/profiles").json(ProfileList.self)
    #expect(list.profiles.last == profile)
    let change = """
      {"name":"Quiet","loudness":-23,"videoBuffer":4000000,"scaling":"crop","bFrames":0,
      "coding":"baseline","deinterlacing":"always","mapsTones":false,"threads":2,
      "hardware":"vaapi","allowsCopy":false,"keyFrameSeconds":4,"preset":"fast","width":640,
      "height":360,"videoBitrate":1000000,"audioBitrate":96000,"videoCodec":"hevc","bitDepth":10,
      "audioCodec":"ac3","hasPicture":false,"segments":"fragmented",
      "ladder":[{"width":320,"height":180,"videoBitrate":300000}]}
      """
    let changed = try desk.ask(.patch, path, json: change).json(ProfileAnswer.self)
    #expect(changed.loudness == -23 && changed.videoBuffer == 4_000_000)
    #expect(changed.scaling == .crop && changed.coding == .baseline && changed.bFrames == 0)
    #expect(changed.deinterlacing == .always && !changed.mapsTones && changed.threads == 2)
    #expect(changed.hardware == .vaapi && !changed.allowsCopy && changed.keyFrameSeconds == 4)
    #expect(changed.videoCodec == .hevc && changed.bitDepth == 10)
    #expect(changed.audioCodec == .ac3 && !changed.hasPicture)
    #expect(changed.segments == .fragmented && changed.ladder.map(\.height) == [180])
    let usual = try desk.ask(.patch, path, json: #"{"loudness":0,"videoBuffer":0}"#)
      .json(ProfileAnswer.self)
    #expect(usual.loudness == nil && usual.videoBuffer == nil && usual.name == "Quiet")
    #expect(desk.ask(.delete, path).status == 204)
    #expect(desk.ask(.get, path).problem?.status == 404)
    #expect(desk.ask(.patch, path, json: "{}").problem?.status == 404)
    #expect(desk.ask(.delete, path).problem?.status == 404)
  }

  @Test("A channel goes over to the new values and the new name of its profile")
  func use() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7", name: "Kino")
    let changed = try desk.ask(
      .patch, "/api/profiles/1", json: #"{"name":"Living room","videoBitrate":2000000}"#
    ).json(ProfileAnswer.self)
    #expect(changed.id == 1)
    #expect(desk.asked == [.refresh(channel: channel.id)])
    #expect(
      try desk.ask(.get, "/api/profiles/1").json(ProfileAnswer.self).channels == ["7 Kino"])
    let plan = try #require(try desk.store.plan(for: channel.id, from: today, hours: 1))
    #expect(plan.profile.name == "Living room" && plan.profile.videoBitrate == 2_000_000)
    let refused = desk.ask(.delete, "/api/profiles/1").problem
    #expect(refused?.status == 409)
    #expect(refused?.detail.contains("7 Kino") == true)
  }

  @Test("A bit rate above what a channel sends at most is refused by the channel's name")
  func targets() throws {
    let desk = try TestDesk()
    let channel = try desk.channel("7", name: "Kino")
    let set = desk.ask(
      .patch, "/api/channels/\(channel.id.rawValue)", json: #"{"targetBitrate":4000000}"#)
    #expect(set.status == 200)
    let refused = desk.ask(.patch, "/api/profiles/1", json: #"{"videoBitrate":3500000}"#).problem
    #expect(refused?.status == 409 && refused?.field == "videoBitrate")
    #expect(refused?.detail.contains("7 Kino") == true)
    #expect(desk.ask(.patch, "/api/profiles/1", json: #"{"videoBitrate":2900000}"#).status == 200)
  }

  @Test(
    "A value that can't be used is refused by its field, and nothing is stored",
    arguments: [
      (#""name":"""#, 422, "name"), (#""name":"a\nb""#, 422, "name"),
      (#""name":"1080P""#, 409, "name"), (#""width":1281"#, 422, "width"),
      (#""width":99999999"#, 422, "width"), (#""width":"wide""#, 400, "width"),
      (#""height":2162"#, 422, "height"), (#""frameRate":0"#, 422, "frameRate"),
      (#""videoBitrate":-1"#, 422, "videoBitrate"), (#""videoBuffer":7"#, 422, "videoBuffer"),
      (#""preset":"placebo""#, 422, "preset"), (#""coding":"extreme""#, 400, "coding"),
      (#""coding":"baseline""#, 422, "bFrames"), (#""bFrames":9"#, 422, "bFrames"),
      (#""keyFrameSeconds":0"#, 422, "keyFrameSeconds"),
      (#""audioChannels":4"#, 422, "audioChannels"),
      (#""audioBitrate":1"#, 422, "audioBitrate"), (#""loudness":-60"#, 422, "loudness"),
      (#""scaling":"fold""#, 400, "scaling"), (#""deinterlacing":"maybe""#, 400, "deinterlacing"),
      (#""videoCodec":"vp9""#, 400, "videoCodec"), (#""videoCodec":"av1""#, 422, "videoCodec"),
      (#""videoCodec":"mpeg2","frameRate":48"#, 422, "frameRate"),
      (#""bitDepth":10"#, 422, "bitDepth"), (#""audioCodec":"wav""#, 400, "audioCodec"),
      (#""audioCodec":"ac3","audioBitrate":150000"#, 422, "audioBitrate"),
      (#""audioCodec":"mp3","audioChannels":6"#, 422, "audioChannels"),
      (#""audioCodec":"pcm","segments":"fragmented""#, 422, "audioCodec"),
      (#""threads":64"#, 422, "threads"), (#""hardware":"abacus""#, 400, "hardware"),
    ])
  func invalid(field: String, status: Int, name: String) throws {
    let desk = try TestDesk()
    let before = try desk.store.profiles()
    let problem = try #require(
      desk.ask(.patch, "/api/profiles/1", json: "{\(field)}").problem)
    #expect(problem.status == status)
    #expect(problem.field == name)
    let json = field.hasPrefix("\"name\"") ? "{\(field)}" : "{\"name\":\"New\",\(field)}"
    #expect(desk.ask(.post, "/api/profiles", json: json).problem?.field == name)
    #expect(try desk.store.profiles() == before)
  }

  @Test("PCM is refused where this machine's ffmpeg was seen not to make it")
  func noPCM() throws {
    func desk(_ passed: Bool?) throws -> TestDesk {
      let proof = passed.map {
        Proof(
          kind: .software, ability: .encodePCM, isPassed: $0, detail: "Unknown encoder 's302m'")
      }
      return try TestDesk(
        machine: Capabilities(
          version: "ffmpeg", nodes: [], at: today, proofs: [proof].compactMap(\.self)))
    }
    let json = #"{"name":"Studio","audioCodec":"pcm"}"#
    for passed in [true, nil] {
      let made = try desk(passed).ask(.post, "/api/profiles", json: json)
      #expect(made.status == 201)
      #expect(try made.json(ProfileAnswer.self).audioCodec == .pcm)
    }
    let without = try desk(false)
    for (method, path) in [(Method.post, "/api/profiles"), (.patch, "/api/profiles/1")] {
      let problem = try #require(without.ask(method, path, json: json).problem)
      #expect(problem.status == 422 && problem.field == "audioCodec")
      #expect(problem.detail.contains("Unknown encoder 's302m'"))
    }
  }

  @Test("What would be done with a file counts what its channel lays over it")
  func outlineWithGraphics() throws {
    let desk = try TestDesk()
    try desk.films(["Alien"])
    let medium = try #require(try desk.store.media(query: MediaQuery()).items.first?.item.id)
    let graphic = desk.ask(.post, "/api/graphics", json: #"{"name":"Now","text":"{title}"}"#)
    let id = try graphic.json(GraphicAnswer.self).id.rawValue
    let made = desk.ask(
      .post, "/api/channels",
      json: #"{"number":"7","name":"A","content":{"kind":"library"},"order":"alphabetical","#
        + #""graphics":[\#(id)]}"#)
    let channel = try made.json(ChannelAnswer.self).id.rawValue
    let question = #"{"media":\#(medium.rawValue),"profile":{},"channel":"\#(channel)"}"#
    let answer = try desk.ask(.post, "/api/profiles/outline", json: question)
      .json(OutlineAnswer.self)
    #expect(answer.blockers.map(\.reason).contains("graphics"))
    #expect(answer.steps.last?.work == .graphics)
    #expect(answer.steps.last?.filters == ["ass=filename=words.0.ass"])
    #expect(answer.subtitles == nil)
  }

  @Test("What would be done with a file tells which subtitles its channel draws, or why none")
  func outlineWithSubtitles() throws {
    let desk = try TestDesk()
    try desk.films(
      ["Alien"], subtitles: [SubtitleStream(index: 2, codec: "subrip", language: "eng")])
    let medium = try #require(try desk.store.media(query: MediaQuery()).items.first?.item.id)
    func ask(_ language: String, number: Int) throws -> OutlineAnswer {
      let made = desk.ask(
        .post, "/api/channels",
        json: #"{"number":"\#(number)","name":"A","content":{"kind":"library"},"#
          + #""order":"alphabetical","burn":[{"language":"\#(language)"}]}"#)
      let channel = try made.json(ChannelAnswer.self).id.rawValue
      let question = #"{"media":\#(medium.rawValue),"profile":{},"channel":"\#(channel)"}"#
      return try desk.ask(.post, "/api/profiles/outline", json: question)
        .json(OutlineAnswer.self)
    }
    let none = try ask("fr", number: 1)
    #expect(none.subtitles?.reason == "none" && !none.blockers.map(\.reason).contains("subtitles"))
    #expect(try ask("en", number: 2).subtitles?.reason == "waiting")
    let file = try #require(try desk.store.nextSubtitlesDue(after: nil))
    let words = ExtractedSubtitles.Track(index: 2, words: "2.srt", cues: "2.vtt", count: 1)
    try desk.store.keep(ExtractedSubtitles(folder: "x", tracks: [words]), of: file)
    let drawn = try ask("en", number: 3)
    #expect(drawn.subtitles?.reason == "drawn")
    #expect(drawn.subtitles?.detail == "Rule 1 of the channel picks the track 2 (eng).")
    #expect(drawn.blockers.map(\.reason).contains("subtitles"))
    #expect(drawn.steps.map(\.work).contains(.subtitles))
    let broken = ExtractedSubtitles.Track(index: 2, failure: "Bad.")
    try desk.store.keep(ExtractedSubtitles(folder: "y", tracks: [broken]), of: file)
    #expect(try ask("en", number: 4).subtitles?.detail.hasSuffix("can't be read: Bad.") == true)
    let tried = desk.ask(
      .post, "/api/profiles/try",
      json: #"{"media":\#(medium.rawValue),"profile":{},"channel":"zzzzzzzz"}"#)
    #expect(tried.problem?.field == "channel")
  }

  @Test("What would be done with a file is told step by step, for a profile that is not stored")
  func outline() throws {
    let desk = try TestDesk()
    try desk.films(["Alien"])
    let medium = try #require(try desk.store.media(query: MediaQuery()).items.first?.item.id)
    let question = """
      {"media":\(medium.rawValue),"profile":{"width":640,"height":360,"hardware":"nvenc",
      "deinterlacing":"off"}}
      """
    let answer = try desk.ask(.post, "/api/profiles/outline", json: question)
      .json(OutlineAnswer.self)
    #expect(answer.picture == .encode && answer.sound == .encode)
    #expect(answer.encoder == .software && answer.hardware.reason == "untested")
    #expect(answer.blockers.map(\.reason).contains("size"))
    #expect(answer.steps.map(\.work).contains(.scale))
    let idle = Dictionary(answer.idle.map { ($0.work, $0.reason) }) { first, _ in first }
    #expect(idle[.deinterlace] == .isSwitchedOff && idle[.tones] == .hasUsualRange)
    #expect(answer.command.first == "ffmpeg" && answer.command.contains("libx264"))
    #expect(try desk.store.profiles().count == TranscodeProfile.builtIn.count)
    let radio = #"{"media":\#(medium.rawValue),"profile":{"hasPicture":false,"audioCodec":"mp3"}}"#
    let heard = try desk.ask(.post, "/api/profiles/outline", json: radio).json(OutlineAnswer.self)
    #expect(heard.picture == .omitted && heard.steps.isEmpty)
    #expect(heard.blockers.map(\.reason).first == "soundOnly")
    #expect(
      heard.command.contains("libmp3lame") && heard.command.contains("color=c=black:s=64x36:r=30"))
    let wrong = #"{"media":99,"profile":{}}"#
    let nobody = #"{"media":\#(medium.rawValue),"profile":{},"channel":"zzzzzzzz"}"#
    #expect(desk.ask(.post, "/api/profiles/outline", json: nobody).problem?.field == "channel")
    #expect(desk.ask(.post, "/api/profiles/outline", json: wrong).problem?.field == "media")
    let odd = #"{"media":\#(medium.rawValue),"profile":{"width":1}}"#
    #expect(desk.ask(.post, "/api/profiles/outline", json: odd).problem?.field == "width")
    let tried = desk.ask(.post, "/api/profiles/try", json: question)
    #expect(tried.status == 202)
    let job = try tried.json(Job.self)
    #expect(job.kind == .tryOut && job.state == .queued)
    let wish = try JSONDecoder().decode(
      TryOutWish.self, from: Data(try #require(job.subject).utf8))
    #expect(wish.media == medium && wish.profile.width == 640)
    #expect(desk.ask(.get, "/api/jobs/\(job.id.rawValue)/picture").problem?.status == 404)
  }

  @Test("What the machine has proven is shown, and a new test is a job")
  func hardware() throws {
    let desk = try TestDesk()
    let before = try desk.ask(.get, "/api/hardware").json(HardwareAnswer.self)
    #expect(before.version == nil && before.kinds.isEmpty && !before.isTesting)
    #expect(before.automatic == .software)
    let asked = desk.ask(.post, "/api/hardware/test")
    #expect(asked.status == 202)
    #expect(try asked.json(Job.self).kind == .proof)
    #expect(try desk.ask(.get, "/api/hardware").json(HardwareAnswer.self).isTesting)
    let machine = Capabilities(
      version: "ffmpeg version x", nodes: [], at: today,
      proofs: [
        Proof(kind: .nvenc, ability: .encode, isPassed: false, detail: "No card."),
        Proof(kind: .vaapi, node: "/dev/a", ability: .encode, isPassed: true, detail: "Made."),
        Proof(kind: .vaapi, node: "/dev/a", ability: .scale, isPassed: false, detail: "No."),
      ])
    let shown = HardwareAnswer(machine, isTesting: false)
    #expect(shown.automatic == .vaapi && shown.choice.contains("VAAPI encodes"))
    #expect(shown.kinds.map(\.kind) == [.nvenc, .vaapi])
    #expect(shown.kinds[0].problem == "No card." && shown.kinds[1].problem == nil)
    #expect(shown.kinds[1].proofs.map(\.passed) == [true, false])
  }

  @Test("Who changes what somebody else changed meanwhile is told; a graphic and a profile alike")
  func meanwhile() throws {
    let desk = try TestDesk()
    let text = desk.ask(.post, "/api/graphics", json: #"{"name":"Now","text":"{title}"}"#)
    let graphic = try text.json(GraphicAnswer.self)
    let profile = try desk.ask(.get, "/api/profiles/1").json(ProfileAnswer.self)
    let both = [
      ("/api/graphics/\(graphic.id.rawValue)", graphic.revision, #"{"size":7}"#, #"{"size":8}"#),
      ("/api/profiles/1", profile.revision, #"{"loudness":-23}"#, #"{"loudness":-24}"#),
    ]
    for (path, seen, mine, theirs) in both {
      #expect(desk.ask(.patch, "\(path)?revision=\(seen)", json: theirs).status == 200)
      let refused = desk.ask(.patch, "\(path)?revision=\(seen)", json: mine).problem
      #expect(refused?.status == 409 && refused?.field == "revision", "\(path)")
      #expect(refused?.detail.contains("changed meanwhile") == true)
      #expect(desk.ask(.patch, path, json: mine).status == 200, "without one it is replaced")
    }
    let now = try desk.ask(.get, "/api/profiles/1").json(ProfileAnswer.self)
    #expect(now.loudness == -23 && now.revision != profile.revision)
  }

  @Test("A profile without a name is not made")
  func nameless() throws {
    let problem = try TestDesk().ask(.post, "/api/profiles", json: "{}").problem
    #expect(problem?.status == 422 && problem?.field == "name")
  }
}

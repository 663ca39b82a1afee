import Foundation
import Library
import Pipeline
import Playout
import Testing

@Suite("Cards", .timeLimit(.minutes(3)))
struct CardTests {
  /// A card that has proven all that its kind can be asked for.
  private static func card(_ kind: HardwareKind, _ abilities: Set<Ability>? = nil) -> Card {
    Card(
      kind: kind, node: kind.description.usesNode ? "/dev/dri/renderD128" : nil,
      abilities: abilities ?? Set(Ability.allCases))
  }

  private static func film(_ change: (inout VideoStream) -> Void = { _ in }) -> MediaProbe {
    var video = VideoStream(
      index: 0, codec: "hevc", profile: "Main 10", width: 3840, height: 2160,
      pixelFormat: "yuv420p10le", frameRate: Ratio(25), sampleAspectRatio: Ratio(1),
      fieldOrder: "progressive")
    change(&video)
    return MediaProbe(
      container: "matroska,webm", duration: .seconds(60), video: video,
      audio: [AudioStream(index: 1, codec: "ac3", channels: 6, sampleRate: 48_000)])
  }

  private func run(
    _ probe: MediaProbe, _ card: Card?, profile: TranscodeProfile = TranscodeProfile.builtIn[0]
  ) -> RunRequest {
    var run = RunRequest(
      path: "/media/film.mkv", probe: probe, length: .seconds(2),
      decision: copyDecision(for: probe, profile: profile, targetDuration: 3), profile: profile)
    run.hardware = card
    return run
  }

  @Test("their arguments are those of the golden files", arguments: HardwareKind.cards)
  func golden(kind: HardwareKind) throws {
    let vector = arguments(for: run(Self.film(), Self.card(kind)))
    try compare(
      vector.map(escaped).joined(separator: "\n") + "\n", withGolden: "card-\(kind.rawValue)")
  }

  private func works(_ path: PicturePath, onCard: Bool) -> [PictureStep.Work] {
    path.steps.filter { $0.isOnCard == onCard }.map(\.work)
  }

  @Test("a picture that fits stays on the card from decoder to encoder")
  func allTheWay() {
    let path = run(Self.film(), Self.card(.vaapi)).picturePath
    #expect(path.decodesOnCard)
    #expect(path.detours.isEmpty)
    #expect(works(path, onCard: false).isEmpty)
    #expect(path.steps.map(\.work) == [.scale, .square, .rate, .hold])
    #expect(path.idle.map(\.reason).contains(.hasUsualRange))
  }

  @Test("bars send it through memory, once, and only for what is left")
  func bars() {
    let wide = Self.film { $0.height = 1600 }
    let path = run(wide, Self.card(.nvenc)).picturePath
    #expect(path.steps.map(\.work) == [.scale, .download, .frame, .square, .rate, .hold, .upload])
    #expect(path.detours == [.framesInMemory])
    #expect(path.steps[0].filters == ["scale_cuda=w=1280:h=534:format=nv12"])
  }

  @Test("HDR keeps its depth until its tones are mapped, on the card or beside it")
  func tones() {
    let deep = Self.film { $0.colorTransfer = "smpte2084" }
    let onCard = run(deep, Self.card(.vaapi)).picturePath
    #expect(onCard.steps.map(\.work) == [.scale, .tones, .square, .rate, .hold])
    #expect(onCard.steps[0].filters[0].hasSuffix("format=p010"))
    let beside = run(deep, Self.card(.nvenc)).picturePath
    #expect(beside.detours == [.toneMapperNotProven])
    #expect(
      beside.steps.map(\.work) == [.scale, .download, .tones, .square, .rate, .hold, .upload]
        || beside.steps.map(\.work) == [
          .scale, .download, .tones, .frame, .square, .rate, .hold, .upload,
        ])
    #expect(beside.steps[1].filters == ["hwdownload", "format=p010le"])
    let hlg = Self.film { $0.colorTransfer = "arib-std-b67" }
    #expect(run(hlg, Self.card(.vaapi)).picturePath.detours == [.toneMapperNotProven])
  }

  @Test("colours whose matrix the file does not say are said to be what players take them for")
  func matrix() {
    func filters(_ matrix: String?, width: Int, card: Card? = nil) -> String {
      var film = Self.film { $0.width = width }
      film.video?.colorMatrix = matrix
      film.video?.height = width * 9 / 16
      film.video?.pixelFormat = "yuv420p"
      var run = run(film, Self.card(.nvenc))
      run.hardware = card
      return run.picturePath.steps.flatMap(\.filters).joined(separator: ",")
    }
    #expect(filters(VideoStream.unsaidMatrix, width: 1920).hasPrefix("setparams=colorspace=bt709,"))
    #expect(
      filters(VideoStream.unsaidMatrix, width: 720).hasPrefix("setparams=colorspace=smpte170m,"))
    for matrix in [nil, "bt709", "smpte170m"] {
      #expect(!filters(matrix, width: 720).contains("setparams=colorspace"))
    }
    #expect(
      !filters(VideoStream.unsaidMatrix, width: 720, card: Self.card(.nvenc)).contains("setparams"))
  }

  @Test("what was not proven is done by the processor, with the reason")
  func unproven() {
    let encodeOnly = run(Self.film(), Self.card(.nvenc, [.encode])).picturePath
    #expect(!encodeOnly.decodesOnCard)
    #expect(encodeOnly.detours == [.decoderNotProven])
    #expect(works(encodeOnly, onCard: true).isEmpty)
    #expect(encodeOnly.steps.last?.filters == ["format=nv12", "hwupload_cuda"])
    let noScaler = run(Self.film(), Self.card(.nvenc, [.encode, .decodeHEVC])).picturePath
    #expect(noScaler.decodesOnCard)
    #expect(noScaler.detours == [.scalerNotProven])
    let turned = run(Self.film { $0.rotation = 90 }, Self.card(.vaapi)).picturePath
    #expect(turned.detours == [.isTurned])
    var broadcast = Self.film()
    broadcast.container = "mpegts"
    #expect(run(broadcast, Self.card(.vaapi)).picturePath.detours == [.isUnknown])
    let old = Self.film {
      $0.codec = "mpeg2video"; $0.pixelFormat = "yuv420p"
    }
    #expect(run(old, Self.card(.vaapi)).picturePath.detours == [.decoderNotProven])
  }

  @Test("fields are made pictures on the card where it can")
  func fields() {
    let fields = Self.film { video in
      video.codec = "h264"
      video.pixelFormat = "yuv420p"
      video.fieldOrder = "tt"
      video.height = 1080
      video.width = 1920
    }
    let fast = TranscodeProfile.changed { $0.frameRate = 50 }
    let path = run(fields, Self.card(.vaapi), profile: fast).picturePath
    #expect(path.steps[0].filters == ["deinterlace_vaapi=rate=field:auto=1"])
    #expect(path.steps[0].isOnCard)
    let quick = run(fields, Self.card(.qsv), profile: fast).picturePath
    #expect(quick.detours == [.deinterlacerNotProven])
    #expect(quick.steps.map(\.work).prefix(2) == [.download, .deinterlace])
  }

  @Test("an option that this ffmpeg does not list is left out; one that splicing needs is not")
  func unlisted() {
    var card = Self.card(.nvenc)
    card.options = ["preset", "rc"]
    let vector = arguments(for: run(Self.film(), card))
    #expect(vector.contains("-preset") && vector.contains("-rc"))
    #expect(!vector.contains("-strict_gop") && !vector.contains("-b_ref_mode"))
    #expect(vector.contains("-forced-idr"))
  }

  @Test("a copied picture opens no card")
  func copied() {
    var run = run(Clip.fitting.probe, Self.card(.vaapi))
    #expect(run.decision.video == .copy)
    let vector = arguments(for: run)
    run.hardware = nil
    #expect(vector == arguments(for: run))
  }

  @Test("every option of an encoder and every filter is one that the installed ffmpeg lists")
  func listed() async throws {
    var known = 0
    for kind in HardwareKind.allCases {
      for (codec, name) in kind.description.encoders {
        let help = try await runFFmpeg(["-hide_banner", "-h", "encoder=\(name)"])
        let options = listedOptions(in: String(decoding: help.output, as: UTF8.self))
        guard !options.isEmpty else { continue }
        known += 1
        for var profile in TranscodeProfile.builtIn {
          profile.videoCodec = codec
          for option in kind.description.ownOptions(of: profile) {
            #expect(options.contains(option), "\(name) -\(option)")
          }
        }
        if codec == .h264 { try await checkFilters(of: kind) }
      }
    }
    #expect(known >= 4)
  }

  @Test("ten bits stay ten bits from the decoder to the encoder")
  func deep() {
    let profile = TranscodeProfile.changed { ($0.videoCodec, $0.bitDepth) = (.hevc, 10) }
    let onCard = run(Self.film(), Self.card(.vaapi), profile: profile)
    #expect(onCard.picturePath.steps[0].filters[0].hasSuffix("format=p010"))
    let vector = arguments(for: onCard)
    #expect(vector.contains("hevc_vaapi") && vector.contains("main10"))
    let uploaded = run(Self.film(), Self.card(.nvenc, [.encodeDeepHEVC]), profile: profile)
    #expect(uploaded.picturePath.steps.last?.filters == ["format=p010", "hwupload_cuda"])
    let hdr = run(
      Self.film { $0.colorTransfer = "smpte2084" }, nil, profile: profile
    ).picturePath.steps
    #expect(hdr.first { $0.work == .tones }?.filters.last == "format=yuv420p10le")
  }

  @Test("a card is used for the codecs that it has proven, and refused with the reason")
  func codecs() {
    func proof(_ kind: HardwareKind, _ ability: Ability, _ isPassed: Bool) -> Proof {
      Proof(kind: kind, ability: ability, isPassed: isPassed, detail: "so it is")
    }
    let machine = Capabilities(
      version: "x", nodes: [], at: Moment(seconds: 0),
      proofs: [
        proof(.software, .encode, true), proof(.software, .encodeAV1, false),
        proof(.nvenc, .encode, true), proof(.nvenc, .encodeHEVC, true),
        proof(.nvenc, .encodeDeepHEVC, false),
      ])
    func decision(_ codec: VideoCodec, _ depth: Int, _ choice: HardwareChoice) -> HardwareDecision {
      hardware(
        for: .changed { ($0.videoCodec, $0.bitDepth, $0.hardware) = (codec, depth, choice) },
        on: machine)
    }
    #expect(decision(.hevc, 8, .nvenc).card?.kind == .nvenc)
    #expect(decision(.hevc, 8, .automatic).reason == .firstProven)
    #expect(decision(.hevc, 10, .nvenc).reason == .failed(.nvenc, "so it is"))
    #expect(decision(.mpeg2, 8, .nvenc).reason == .codecless(.nvenc, .mpeg2))
    #expect(decision(.mpeg2, 8, .automatic).reason == .noneProven)
    #expect(decision(.av1, 8, .software).reason == .impossible(.av1, "so it is"))
    #expect("\(decision(.av1, 8, .automatic))".hasPrefix("Nothing on this machine encodes AV1"))
    #expect(!machine.isComplete)
  }

  private func checkFilters(of kind: HardwareKind) async throws {
    let card = kind == .software ? nil : Self.card(kind)
    for transfer in ["bt709", "smpte2084", "arib-std-b67"] {
      for order in ["progressive", "tt"] {
        let probe = Self.film { video in
          video.colorTransfer = transfer
          video.fieldOrder = order
          video.height = 1600
        }
        let path = run(probe, card).picturePath
        for filter in path.steps.flatMap(\.filters) { try await check(filter) }
      }
    }
  }

  private func check(_ filter: String) async throws {
    let parts = filter.split(separator: "=", maxSplits: 1)
    let help = try await runFFmpeg(["-hide_banner", "-h", "filter=\(parts[0])"])
    let text = String(decoding: help.output, as: UTF8.self)
    #expect(text.contains("Filter \(parts[0])"), "\(filter)")
    guard parts.count == 2 else { return }
    let listed = listedOptions(in: text).union(["extra_hw_frames"])
    for option in parts[1].split(separator: ":") where option.contains("=") {
      let name = String(option.prefix { $0 != "=" })
      #expect(listed.contains(name), "\(parts[0]): \(name)")
    }
  }
}

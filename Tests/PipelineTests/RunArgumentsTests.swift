import Foundation
import Library
import Pipeline
import Playout
import Testing

@Suite("The arguments of a run", .serialized, .timeLimit(.minutes(1)))
struct RunArgumentsTests {
  @Test("they are those of the golden file", arguments: GoldenRun.all)
  func golden(run: GoldenRun) throws {
    let found =
      arguments(for: run.request(in: "/media")).map(escaped).joined(separator: "\n") + "\n"
    try compare(found, withGolden: run.name)
  }

  @Test("the real ffmpeg makes of them what a splicer needs", arguments: GoldenRun.all)
  func realRun(run: GoldenRun) async throws {
    let folder = try TestFolder()
    let request = run.request(in: folder.path)
    #expect(request.decision.video == run.picture)
    #expect(request.decision.audio == run.sound)
    try await run.clip.make(at: request.path)

    let result = try await runFFmpeg(arguments(for: request))
    #expect(result.status == 0)
    // ffmpeg's own way to say that PCM has no type of stream.
    let said = result.errors.split(separator: "\n").filter { !$0.contains("private data stream") }
    #expect(said == [])
    let stream = try await TransportStream(of: result.output, in: folder.path)
    try checkPicture(of: run, in: stream)
    try checkSound(of: run, in: stream)
  }

  private func checkPicture(of run: GoldenRun, in stream: TransportStream) throws {
    let first = try #require(stream.pictures.map(\.time).min())
    #expect(stream.pictures.first?.isKey == true)
    #expect(stream.pixelFormat == "yuv420p")
    guard run.picture != .copy else {
      // The key frame before the offset, and at least the length asked for.
      let length = Double(run.frames) / Double(run.profile.frameRate)
      #expect(first <= 10.04)
      #expect(first > 10.0 - 2.1)
      let rest = 2.0 - run.offset.seconds
      #expect(try #require(stream.pictures.map(\.time).max()) >= 10 + min(length, rest) - 0.1)
      return
    }
    #expect(first == 10.0)
    #expect(stream.pictures.count == run.frames)
    #expect(stream.width == run.profile.width)
    #expect(stream.height == run.profile.height)
    #expect(stream.pixelShape == "1:1" || stream.pixelShape == nil)
    #expect(stream.fieldOrder == "progressive")
    #expect(stream.rate == "\(run.profile.frameRate)/1")
    let keys = stream.pictures.filter(\.isKey).map(\.time)
    let step = run.profile.keyFrameSeconds
    let expected =
      run.keyFrames == .coldStart
      ? [10.0, 11, 12] : [10.0, 10 + Double(step), 10 + Double(step * 2)]
    let end = 10 + Double(run.frames) / Double(run.profile.frameRate)
    #expect(keys == expected.filter { $0 < end })
  }

  private func checkSound(of run: GoldenRun, in stream: TransportStream) throws {
    #expect(stream.soundCodec == run.profile.audioCodec.probeName)
    #expect(stream.sampleRate == "48000")
    #expect(stream.channels == 2)
    let first = try #require(stream.sounds.first?.time)
    let last = try #require(stream.sounds.last?.time)
    let pictureStart = try #require(stream.pictures.map(\.time).min())
    // Sound is there from the picture's start, whatever came before it.
    #expect(first <= pictureStart + 0.03)
    let length = Double(run.frames) / Double(run.profile.frameRate)
    if run.sound == .copy {
      #expect(last >= 10 + min(length, 2 - run.offset.seconds) - 0.06)
    } else {
      #expect(last >= 10 + length - 0.03)
    }
    // One frame per PES, or the splicer could not cut it.
    let steps = zip(stream.sounds, stream.sounds.dropFirst()).map { $1.time - $0.time }
    #expect(steps.allSatisfy { abs($0 - 1024.0 / 48000) < 0.004 })
  }

  @Test("sound that is encoded comes and goes softly, wherever it is entered", arguments: [0, 500])
  func fades(offset: Int64) async throws {
    let folder = try TestFolder()
    var run = try #require(GoldenRun.all.first { $0.name == "encode-always" })
    run.offset = .milliseconds(offset)
    run.frames = 30
    let request = run.request(in: folder.path)
    try await run.clip.make(at: request.path)
    let made = try await runFFmpeg(arguments(for: request))
    let file = folder.path + "/made.ts"
    try made.output.write(to: URL(fileURLWithPath: file))
    let decoded = try await runFFmpeg([
      "-v", "error", "-i", file, "-map", "0:a", "-ac", "1", "-f", "s16le", "-",
    ])
    let samples = decoded.output.withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) }
    func peak(_ from: Int, _ count: Int) -> Int {
      samples[from..<from + count].map { abs(Int($0)) }.max() ?? 0
    }
    // An encoder's first frame comes before the sound.
    let (start, end) = (1024, 1024 + 48_000)
    let usual = peak(start + 24_000, 480)
    #expect(usual > 2000)
    #expect(peak(start, 48) < usual / 4)
    #expect(peak(start + 480, 480) > usual * 9 / 10)
    #expect(peak(end - 960, 480) > usual * 9 / 10)
    #expect(peak(end - 48, 48) < usual / 4)
  }

  @Test("a song shows its cover, scaled into the frame, and the title's card where it has none")
  func stills() async throws {
    let folder = try TestFolder()
    var colours: [String] = []
    for name in ["cover-inside", "cover-beside"] {
      let run = try #require(GoldenRun.all.first { $0.name == name })
      let request = run.request(in: folder.path)
      try await run.clip.make(at: request.path)
      colours.append(try await colour(of: request, in: folder))
    }
    let bare = try #require(GoldenRun.all.first { $0.name == "no-picture-encode-sound" })
    let card = folder.path + "/card.ts"
    let drawn = try await runFFmpeg([
      "-v", "error", "-f", "lavfi", "-i", "color=green:s=1280x720:r=30:d=1", "-c:v", "libx264",
      "-f", "mpegts", card,
    ])
    #expect(drawn.status == 0)
    var request = bare.request(in: folder.path)
    request.decision.video = .still
    request.card = card
    colours.append(try await colour(of: request, in: folder))
    #expect(colours == ["red", "blue", "green"])
  }

  /// The colour in the middle of the last picture of a run.
  private func colour(of request: RunRequest, in folder: TestFolder) async throws -> String {
    let made = try await runFFmpeg(arguments(for: request))
    #expect(made.errors == "")
    let file = folder.path + "/made.ts"
    try made.output.write(to: URL(fileURLWithPath: file))
    let pixel = try await runFFmpeg([
      "-v", "error", "-i", file, "-vf", "select=eq(n\\,20),crop=2:2", "-frames:v", "1", "-pix_fmt",
      "rgb24", "-f", "rawvideo", "-",
    ])
    let values = pixel.output.prefix(3).map { $0 }
    guard values.count == 3, let most = values.max(), most > 90 else { return "black" }
    return ["red", "green", "blue"][values.firstIndex(of: most) ?? 0]
  }

  @Test("a broadcast that changes size and channels midway goes on without a jump")
  func changingBroadcast() async throws {
    let folder = try TestFolder()
    var bytes = Data()
    for (part, size, channels) in [(0, "640x360", "2"), (1, "720x576", "6")] {
      let result = try await runFFmpeg(
        [
          "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=\(size):r=25", "-f", "lavfi",
          "-i", "sine=440:r=48000", "-t", "2", "-c:v", "libx264", "-preset", "ultrafast",
          "-pix_fmt", "yuv420p", "-c:a", "ac3", "-ac", channels, "-output_ts_offset",
          "\(part * 2)", "-f", "mpegts", "pipe:1",
        ])
      bytes += result.output
    }
    let path = folder.path + "/broadcast.ts"
    try bytes.write(to: URL(fileURLWithPath: path))
    let request = RunRequest(
      path: path, probe: Clip.transportStream.probe, frames: 120,
      decision: CopyDecision(video: .encode, audio: .encode), profile: TranscodeProfile.builtIn[2])
    let stream = try await TransportStream(
      of: try await runFFmpeg(arguments(for: request)).output, in: folder.path)
    #expect(stream.pictures.count == 120)
    #expect(stream.pictures.map(\.time).min() == 10)
    // Four seconds of sound, not four and the first two once more.
    #expect((187...192).contains(stream.sounds.count))
  }

  @Test("the path is one argument behind file: whatever it holds")
  func oddPaths() {
    for path in ["/m/-i.mp4", "/m/concat:a|b", "/m/a\nb", "/m/%d.mp4", "/m/'\"$(x)`"] {
      let probe = Clip.fitting.probe
      let run = RunRequest(
        path: path, probe: probe, frames: 30,
        decision: CopyDecision(video: .encode, audio: .encode), profile: TranscodeProfile.builtIn[0]
      )
      let vector = arguments(for: run)
      #expect(vector.filter { $0.contains(path) } == ["file:" + path])
      #expect(
        vector.firstIndex(of: "-protocol_whitelist") ?? .max < vector.firstIndex(of: "-i") ?? 0)
    }
  }

  @Test("a preset, a container and a length from a broken database do no harm")
  func brokenValues() {
    var profile = TranscodeProfile.builtIn[0]
    profile.preset = "veryfast -f null"
    profile.frameRate = 0
    var probe = Clip.fitting.probe
    probe.container = "mov -i /etc/passwd"
    let run = RunRequest(
      path: "/m/a.mp4", probe: probe, frames: -3,
      decision: CopyDecision(video: .encode, audio: .encode), profile: profile)
    let vector = arguments(for: run)
    #expect(vector.contains("veryfast"))
    #expect(!vector.contains { $0.contains("passwd") || $0.contains("null") })
  }

  @Test("a length is rounded to whole frames")
  func lengthInFrames() {
    let run = RunRequest(
      path: "/a", probe: Clip.fitting.probe, length: .milliseconds(5017),
      decision: CopyDecision(video: .encode, audio: .encode), profile: TranscodeProfile.builtIn[0])
    #expect(run.frames == 151)
    #expect(arguments(for: run).contains("5.033333"))
  }
}

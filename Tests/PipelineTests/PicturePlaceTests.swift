import Foundation
import Library
import Pipeline
import Playout
import Testing

@Suite("Which pictures come, and where", .serialized, .timeLimit(.minutes(1)))
struct PicturePlaceTests {
  private func request(_ path: String, _ container: String, _ video: VideoStream) -> RunRequest {
    let probe = MediaProbe(container: container, duration: .seconds(2), video: video, audio: [])
    let profile = TranscodeProfile(
      name: "small", width: 64, height: 36, frameRate: 30, videoBitrate: 1_000_000,
      preset: "ultrafast", audioBitrate: 96_000, allowsCopy: false)
    return RunRequest(
      path: path, probe: probe, length: .milliseconds(1900),
      decision: copyDecision(for: probe, profile: profile, targetDuration: 3), profile: profile)
  }

  /// How bright one place of each picture is.
  private func brightness(of run: RunRequest, at place: String, in folder: String) async throws
    -> [UInt8]
  {
    let stream = folder + "/out.ts"
    let result = try await runFFmpeg(Array(arguments(for: run).dropLast()) + [stream])
    #expect(result.status == 0)
    return try await [UInt8](
      runFFmpeg([
        "-v", "error", "-i", stream, "-vf",
        "extractplanes=y,crop=4:4:\(place),scale=1:1:flags=area", "-f", "rawvideo", "-",
      ]).output)
  }

  @Test("every second picture of 60 that Matroska keeps by the millisecond makes even 30")
  func evenSteps() async throws {
    let folder = try TestFolder()
    let path = folder.path + "/film.mkv"
    let made = try await runFFmpeg([
      "-v", "error", "-f", "lavfi", "-i",
      "color=gray:s=64x36:r=60,format=yuv420p,geq=cb=128:cr=128:lum='16+219*mod(N,2)'", "-t", "2",
      "-c:v", "libx264", "-preset", "ultrafast", path,
    ])
    #expect(made.errors == "")
    let video = VideoStream(
      index: 0, codec: "h264", width: 64, height: 36, pixelFormat: "yuv420p", frameRate: Ratio(60),
      sampleAspectRatio: Ratio(1), fieldOrder: "progressive")
    let found = try await brightness(
      of: request(path, "matroska,webm", video), at: "30:16", in: folder.path)
    #expect(found.count == 57)
    #expect(Set(found.map { $0 > 126 }) == [false])
  }

  @Test("a transport stream that is entered between two key frames begins there")
  func entry() async throws {
    let folder = try TestFolder()
    let path = folder.path + "/film.ts"
    let made = try await runFFmpeg([
      "-v", "error", "-f", "lavfi", "-i",
      "color=black:s=64x36:r=25,drawbox=c=white:t=fill:enable='lt(t,1.5)'", "-t", "3", "-c:v",
      "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", path,
    ])
    #expect(made.errors == "")
    let video = VideoStream(
      index: 0, codec: "h264", width: 64, height: 36, pixelFormat: "yuv420p", frameRate: Ratio(25),
      sampleAspectRatio: Ratio(1), fieldOrder: "progressive", longestKeyFrameGap: .seconds(1))
    var run = request(path, "mpegts", video)
    run.offset = .milliseconds(1200)
    let found = try await brightness(of: run, at: "30:16", in: folder.path)
    #expect(found.count == 57)
    // The first dark picture is at 1.52 s, which is nearest to the tenth of 30 a second.
    #expect(found.firstIndex { $0 < 126 } == 10)
  }

  @Test("bars go where a broadcast goes from 4:3 to 16:9, and its size stays")
  func shapeThatChanges() async throws {
    let folder = try TestFolder()
    var bytes = Data()
    for (shape, start) in [("16/15", 0), ("64/45", 1)] {
      let part = folder.path + "/\(start).ts"
      let made = try await runFFmpeg([
        "-v", "error", "-f", "lavfi", "-i", "color=white:s=720x576:r=25,setsar=\(shape)", "-t", "1",
        "-c:v", "mpeg2video", "-g", "25", "-output_ts_offset", "\(start)", part,
      ])
      #expect(made.errors == "")
      bytes += try Data(contentsOf: URL(filePath: part))
    }
    let path = folder.path + "/film.ts"
    try bytes.write(to: URL(filePath: path))
    let video = VideoStream(
      index: 0, codec: "mpeg2video", width: 720, height: 576, pixelFormat: "yuv420p",
      frameRate: Ratio(25), sampleAspectRatio: Ratio(16, 15), fieldOrder: "progressive")
    let found = try await brightness(
      of: request(path, "mpegts", video), at: "0:16", in: folder.path)
    #expect(found.count == 57)
    #expect(found.first ?? 255 < 40)
    #expect(found.last ?? 0 > 200)
  }
}

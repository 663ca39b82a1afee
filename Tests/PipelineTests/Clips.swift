import Foundation
import Library

/// The kinds of files that runs are tried on, made by ffmpeg when asked for.
enum Clip: String, CaseIterable {
  case fitting, turned, interlaced, tenBit, fullColour, fastAnamorphic, surround, transportStream
  case silentPicture, soundOnly, coverInside, coverBeside, cinema

  /// The file's ending.
  var ending: String {
    switch self {
    case .surround, .tenBit: "mkv"
    case .transportStream: "ts"
    case .soundOnly, .coverInside, .coverBeside: "mp3"
    default: "mp4"
    }
  }

  /// The streams as a scan finds them.
  var probe: MediaProbe {
    switch self {
    case .fitting:
      mp4(picture(rate: Ratio(25), gap: .seconds(2)), sound())
    case .turned:
      mp4(picture(rate: Ratio(30), gap: .seconds(1), rotation: 90), sound())
    case .interlaced:
      mp4(picture(width: 720, height: 576, rate: Ratio(25), fieldOrder: "tt"), sound())
    case .tenBit:
      MediaProbe(
        container: "matroska,webm", duration: .seconds(2),
        video: picture(rate: Ratio(24000, 1001), profile: "High 10", format: "yuv420p10le"),
        audio: sound(codec: "flac", profile: nil, rate: 96000))
    case .fullColour:
      mp4(
        picture(rate: Ratio(30), profile: "High 4:4:4 Predictive", format: "yuv444p"),
        sound(rate: 44100, channels: 1))
    case .fastAnamorphic:
      mp4(picture(width: 720, height: 480, rate: Ratio(60), shape: Ratio(32, 27)), sound())
    case .surround:
      MediaProbe(
        container: "matroska,webm", duration: .seconds(2),
        video: picture(rate: Ratio(30), gap: .seconds(1)),
        audio: sound(codec: "ac3", profile: nil, channels: 6))
    case .transportStream:
      MediaProbe(
        container: "mpegts", duration: .seconds(2),
        video: picture(rate: Ratio(25), gap: .seconds(1)), audio: sound())
    case .silentPicture:
      mp4(picture(rate: Ratio(25), gap: .seconds(1)), [])
    case .soundOnly:
      song(nil)
    case .coverInside: song(.attached(stream: 1))
    case .coverBeside: song(.beside(path: Self.cover))
    case .cinema:
      mp4(picture(width: 1920, height: 800, rate: Ratio(24)), sound())
    }
  }

  /// The name of the picture beside a song.
  private static let cover = "cover.png"

  private func song(_ artwork: Artwork?) -> MediaProbe {
    MediaProbe(
      container: "mp3", duration: .seconds(2), artwork: artwork,
      audio: [AudioStream(index: 0, codec: "mp3", channels: 2, sampleRate: 44100)])
  }

  /// Makes the file.
  func make(at path: String) async throws {
    let end = ["-t", "2", "-y", "file:\(path)"]
    let result = try await runFFmpeg(["-nostdin", "-v", "error"] + source + end)
    guard result.status == 0 else { throw ClipError(clip: self, text: result.errors) }
    guard self == .coverBeside else { return }
    let cover = URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: Self.cover)
    let drawn = try await runFFmpeg(
      ["-v", "error", "-f", "lavfi", "-i", "color=blue:s=64x77", "-frames:v", "1", cover.path])
    guard drawn.status == 0 else { throw ClipError(clip: self, text: drawn.errors) }
  }

  private var source: [String] {
    let tone = ["-f", "lavfi", "-i", "sine=440:r=48000"]
    let h264 = ["-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "high", "-bf", "2"]
    let aac = ["-c:a", "aac", "-ac", "2"]
    let yuv = ["-pix_fmt", "yuv420p"]
    switch self {
    case .fitting:
      return test("640x360", 25) + tone + h264 + yuv + ["-g", "50"] + aac
    case .turned:
      return test("640x360", 30) + tone + h264 + yuv + aac
        + ["-metadata:s:v", "rotate=90"]
    case .interlaced:
      return test("720x576", 50) + tone + ["-vf", "interlace"] + h264 + yuv
        + ["-flags", "+ildct+ilme", "-x264-params", "tff=1"] + aac
    case .tenBit:
      return test("640x360", "24000/1001") + ["-f", "lavfi", "-i", "sine=440:r=96000"]
        + ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le"]
        + ["-c:a", "flac", "-ac", "2"]
    case .fullColour:
      return test("640x360", 30) + ["-f", "lavfi", "-i", "sine=440:r=44100"]
        + ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p", "-c:a", "aac"]
    case .fastAnamorphic:
      return test("720x480", 60) + tone + ["-vf", "setsar=32/27"] + h264 + yuv + aac
    case .surround:
      return test("640x360", 30) + tone + h264 + yuv + ["-g", "30", "-c:a", "ac3", "-ac", "6"]
    case .transportStream:
      return test("640x360", 25) + tone + h264 + yuv + ["-g", "25"] + aac
    case .silentPicture:
      return test("640x360", 25) + h264 + yuv + ["-g", "25"]
    case .soundOnly:
      return ["-f", "lavfi", "-i", "sine=440:r=44100", "-c:a", "libmp3lame", "-ac", "2"]
    case .coverInside:
      return ["-f", "lavfi", "-i", "sine=440:r=44100"]
        + ["-f", "lavfi", "-i", "color=red:s=301x300:r=1:d=1", "-map", "0", "-map", "1"]
        + ["-c:a", "libmp3lame", "-ac", "2", "-c:v", "png", "-disposition:v", "attached_pic"]
    case .coverBeside:
      return ["-f", "lavfi", "-i", "sine=440:r=44100", "-c:a", "libmp3lame", "-ac", "2"]
    case .cinema:
      return test("1920x800", 24) + tone + h264 + yuv + aac
    }
  }

  private func test(_ size: String, _ rate: Any) -> [String] {
    ["-f", "lavfi", "-i", "testsrc2=s=\(size):r=\(rate)"]
  }

  private func mp4(_ video: VideoStream, _ audio: [AudioStream]) -> MediaProbe {
    MediaProbe(
      container: "mov,mp4,m4a,3gp,3g2,mj2", duration: .seconds(2), video: video, audio: audio)
  }

  private func picture(
    width: Int = 640, height: Int = 360, rate: Ratio, profile: String = "High",
    format: String = "yuv420p", shape: Ratio? = nil, fieldOrder: String = "progressive",
    gap: Span? = nil, rotation: Int = 0
  ) -> VideoStream {
    VideoStream(
      index: 0, codec: "h264", profile: profile, width: width, height: height,
      pixelFormat: format, frameRate: rate, sampleAspectRatio: shape, fieldOrder: fieldOrder,
      rotation: rotation, longestKeyFrameGap: gap)
  }

  private func sound(
    codec: String = "aac", profile: String? = "LC", rate: Int = 48000, channels: Int = 2
  ) -> [AudioStream] {
    [
      AudioStream(
        index: 1, codec: codec, profile: profile, channels: channels, sampleRate: rate,
        isDefault: true)
    ]
  }
}

struct ClipError: Error {
  var clip: Clip
  var text: String
}

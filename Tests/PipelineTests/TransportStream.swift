import Foundation

/// What ffprobe sees in a run's output.
struct TransportStream {
  struct Packet {
    var time: Double
    var isKey: Bool
  }

  var pictures: [Packet]
  var pictureCodec: String?
  var sounds: [Packet]
  var width: Int?
  var height: Int?
  var pixelFormat: String?
  var pixelShape: String?
  var fieldOrder: String?
  var rate: String?
  var soundCodec: String?
  var sampleRate: String?
  var channels: Int?

  init(of bytes: Data, in folder: String) async throws {
    let file = folder + "/output.ts"
    try bytes.write(to: URL(fileURLWithPath: file))
    let result = try await runFFmpeg(
      ["-v", "error", "-show_streams", "-show_packets", "-of", "json", file], program: "ffprobe")
    let answer = try JSONDecoder().decode(Answer.self, from: result.output)
    let video = answer.streams.first { $0.codec_type == "video" }
    let audio = answer.streams.first { $0.codec_type == "audio" }
    pictures = answer.packets.compactMap { $0.packet(of: video?.index) }
    sounds = answer.packets.compactMap { $0.packet(of: audio?.index) }
    pictureCodec = video?.codec_name
    width = video?.width
    height = video?.height
    pixelFormat = video?.pix_fmt
    pixelShape = video?.sample_aspect_ratio
    fieldOrder = video?.field_order
    rate = video?.r_frame_rate
    soundCodec = audio?.codec_name
    sampleRate = audio?.sample_rate
    channels = audio?.channels
  }

  private struct Answer: Decodable {
    var streams: [Stream]
    var packets: [RawPacket]
  }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  private struct Stream: Decodable {
    var index: Int
    var codec_type: String
    var codec_name: String?
    var width: Int?
    var height: Int?
    var pix_fmt: String?
    var sample_aspect_ratio: String?
    var field_order: String?
    var r_frame_rate: String?
    var sample_rate: String?
    var channels: Int?
  }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  private struct RawPacket: Decodable {
    var stream_index: Int
    var pts_time: String?
    var flags: String

    func packet(of index: Int?) -> Packet? {
      guard stream_index == index, let text = pts_time, let time = Double(text) else { return nil }
      return Packet(time: time, isKey: flags.hasPrefix("K"))
    }
  }
}

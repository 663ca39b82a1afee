import Fetch
import Foundation
import Harness
import TestSupport
import Testing

@Suite("Channels in other codecs", .serialized)
struct CodecTests {
  /// A channel with a profile of its own, and what ffprobe is to see of it.
  private struct Offer {
    var number: String
    var profile: String
    /// Nil where playlists have no name for them.
    var codecs: String?
    var streams: [String]
  }

  private static let offers = [
    Offer(
      number: "21",
      profile: #""videoCodec":"hevc","bitDepth":10,"audioCodec":"ac3","audioBitrate":192000"#,
      codecs: "hvc1.2.4.L63.90,ac-3", streams: ["hevc,Main 10,yuv420p10le", "ac3,48000,2"]),
    Offer(
      number: "22", profile: #""videoCodec":"mpeg2","audioCodec":"mp3","audioBitrate":128000"#,
      codecs: "mp4v.61,mp4a.40.34", streams: ["mpeg2video,Main,yuv420p", "mp3,48000,2"]),
    Offer(
      number: "23", profile: #""hasPicture":false,"audioCodec":"aac""#, codecs: "mp4a.40.2",
      streams: ["aac,48000,2"]),
    Offer(
      number: "24", profile: #""hasPicture":false,"audioCodec":"pcm""#, codecs: nil,
      streams: ["s302m,48000,2"]),
  ]

  @Test(
    "HEVC with AC-3, MPEG-2 with MP3, sound only, and PCM go on over every join without a fault",
    .timeLimit(.minutes(3)))
  func endless() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    for colour in ["red", "blue"] {
      try Clips.make(colour, seconds: 4, at: media.appending(path: "\(colour) (2001).mp4"))
    }
    try Station.run(media: media) { station in
      try station.awaitChannel()
      for offer in Self.offers { try add(offer, to: station) }
      for offer in Self.offers { try station.awaitChannel(offer.number) }
      let viewers = try Self.offers.map {
        try StreamViewer(station, path: "/iptv/channel/\($0.number).ts")
      }
      // Each item lasts four seconds.
      try eventually(within: .seconds(60), "two joins on each channel", every: 500_000) {
        viewers.allSatisfy { length(of: $0.bytes) > 10 }
      }
      try eventually(within: .seconds(10), "the status to tell of sound only") {
        try station.status(of: "23")["method"].string?.hasPrefix("sound only") == true
      }
      for viewer in viewers { viewer.leave() }
      for (offer, viewer) in zip(Self.offers, viewers) {
        try expect(offer, viewer.bytes)
        let list = try station.get("/iptv/channel/\(offer.number).m3u8")
        let text = String(decoding: list.body, as: UTF8.self)
        let named = offer.codecs.map { text.contains("CODECS=\"\($0)\"") }
        #expect(named ?? !text.contains("CODECS"), "\(text)")
        #expect(text.contains("RESOLUTION") == (offer.streams.count == 2))
      }
    }
  }

  private func add(_ offer: Offer, to station: Station) throws {
    let name = "Profile \(offer.number)"
    let made = try station.send(
      "POST", "/api/profiles",
      json: #"{"name":"\#(name)","width":320,"height":180,"frameRate":25,"videoBitrate":300000,"#
        + #""preset":"superfast",\#(offer.profile)}"#)
    #expect(made.status == 201, "\(String(decoding: made.body, as: UTF8.self))")
    try station.addChannel(
      #"{"number":"\#(offer.number)","name":"C\#(offer.number)","profile":"\#(name)","#
        + #""content":{"kind":"library"},"order":"alphabetical"}"#)
  }

  private func expect(_ offer: Offer, _ bytes: [UInt8]) throws {
    let report = TransportStreamChecker(bytes, isCut: true)
    #expect(report.complaints == [], "\(offer.number)")
    #expect(try Decoder.complaints(about: bytes) == "", "\(offer.number)")
    let folder = TemporaryFolder.make("codec")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "stream.ts")
    try Data(bytes).write(to: file)
    let seen = try ["v", "a"].flatMap { kind in
      let fields = kind == "v" ? "codec_name,profile,pix_fmt" : "codec_name,sample_rate,channels"
      return try Child.output(
        of: "ffprobe",
        [
          "-v", "error", "-select_streams", kind, "-show_entries", "stream=\(fields)", "-of",
          "csv=p=0", file.path,
        ], within: .seconds(30)
      ).text.split(whereSeparator: \.isNewline).map { line in
        String(line.last == "," ? line.dropLast() : line)
      }
    }
    #expect(Set(seen) == Set(offer.streams), "\(offer.number)")
  }

  /// Seconds of sound.
  private func length(of bytes: [UInt8]) -> Double {
    let sound = TransportStreamChecker(bytes, isCut: true).audio
    guard let first = sound?.first, let last = sound?.last else { return 0 }
    return Double(last - first) / 90_000
  }
}

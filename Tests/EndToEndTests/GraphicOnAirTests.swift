import Fetch
import Foundation
import Harness
import TestSupport
import Testing

@Suite("Graphics of a channel", .serialized)
struct GraphicOnAirTests {
  @Test(
    "a logo that was uploaded is seen by viewers, and its channel goes on when its file is lost",
    .timeLimit(.minutes(2)))
  func logo() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try Clips.make("blue", seconds: 6, at: media.appending(path: "A (2001).mp4"))
    let file = media.appending(path: "logo.png")
    try Clips.ffmpeg(["-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", file.path])
    try Station.run(media: media) { station in
      try station.awaitChannel()
      let uploaded = try Fetch.send(
        Request(
          method: "POST", url: station.base + "/api/graphics/images",
          headers: [("Content-Type", "image/png")], body: [UInt8](try Data(contentsOf: file)),
          unixSocket: nil, timeout: .seconds(20), bodyLimit: 1 << 20))
      #expect(uploaded.status == 201)
      let image = try #require(try JSONValue(uploaded.body)["image"].string)
      let made = try station.send(
        "POST", "/api/graphics",
        json: #"{"name":"Logo","image":"\#(image)","place":"center","width":30}"#)
      #expect(made.status == 201)
      let id = try #require(try JSONValue(made.body)["id"].number)
      let channel = try station.channel("1")
      let changed = try station.send(
        "PATCH", "/api/channels/\(channel)", json: #"{"graphics":[\#(Int(id))]}"#)
      #expect(changed.status == 200, "\(String(decoding: changed.body, as: UTF8.self))")
      let player = try PlaylistViewer(station)
      let method = try station.status(of: "1")["method"].string ?? ""
      #expect(method.hasPrefix("encode") && !method.contains("left out"), "\(method)")
      try FileManager.default.removeItem(
        at: station.data.appending(path: "graphics").appending(path: image))
      try player.follow(within: .seconds(60)) {
        $0.segments.reduce(0) { $0 + $1.duration } > 16
      }
      #expect(player.faults == [])
      #expect(TransportStreamChecker(player.stream, isCut: true).complaints == [])
      let seen = try Decoder.colours(of: player.stream).map { Decoder.name(of: $0.rgb) }
      #expect(seen.first == "red")
      #expect(seen.last == "blue")
      try eventually(within: .seconds(20), "the reason") {
        try station.status(of: "1")["method"].string?.hasSuffix(
          "left out: the image \(image) is not there") == true
      }
    }
  }
}

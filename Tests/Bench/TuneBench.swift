import Fetch
import Foundation
import Harness

/// From a viewer's wish to a picture.
enum TuneBench {
  static func run(_ tell: ([Row]) -> Void) throws {
    let media = TemporaryFolder.make("tune")
    defer { try? FileManager.default.removeItem(at: media) }
    try Clips.benchmark(at: media.appending(path: "Long (2001).mp4"))
    for (profile, name) in [("720p", "copy"), ("720p encode", "720p encode")] {
      var segment: [Double] = []
      var frame: [Double] = []
      var bareSegment: [Double] = []
      var bareFrame: [Double] = []
      var zapPlaylist: [Double] = []
      var zapStream: [Double] = []
      try Station.run(media: media, environment: ["EXSTREAMTV_IDLE": "1"]) { station in
        try station.awaitChannel()
        try station.setProfile(profile)
        for _ in 0..<5 {
          segment.append(try coldSegment(station))
          try station.stopChannel()
          frame.append(try decodedFrame(of: station.base + "/iptv/channel/1.ts"))
          try station.stopChannel()
          let item = try station.onAirItem(in: media)
          bareSegment.append(try BareEncoder.firstSegment(item, copies: name == "copy"))
          bareFrame.append(try BareEncoder.firstFrame(item, copies: name == "copy"))
        }
        let viewer = try StreamViewer(station)
        try eventually(within: .seconds(20), "a picture") { viewer.count > 200_000 }
        for _ in 0..<9 {
          zapPlaylist.append(try seconds { _ = try PlaylistViewer(station, segments: 1) })
          zapStream.append(try firstBytes(station))
        }
        viewer.leave()
      }
      tell([
        Row(
          what: "cold tune to the first segment, \(name)", ours: segment.median,
          bare: bareSegment.median, unit: "s", aim: "within 1.3"),
        Row(
          what: "cold tune to the first decoded frame, \(name)", ours: frame.median,
          bare: bareFrame.median, unit: "s", aim: "within 1.3"),
        Row(
          what: "zap to the first segment, \(name)", ours: zapPlaylist.median * 1000, bare: nil,
          unit: "ms", aim: "under 50 ms"),
        Row(
          what: "zap to 64 KB of the endless stream, \(name)", ours: zapStream.median * 1000,
          bare: nil, unit: "ms", aim: "under 50 ms"),
      ])
    }
  }

  private static func coldSegment(_ station: Station) throws -> Double {
    try seconds { _ = try PlaylistViewer(station, segments: 1) }
  }

  private static func decodedFrame(of address: String) throws -> Double {
    try seconds {
      try Clips.ffmpeg(["-i", address, "-map", "0:v", "-frames:v", "1", "-f", "null", "-"])
    }
  }

  private static func firstBytes(_ station: Station) throws -> Double {
    let taken = try seconds {
      let viewer = try StreamViewer(station)
      try eventually(within: .seconds(10), "64 KB", every: 500) { viewer.count > 65_536 }
      viewer.leave()
    }
    return taken
  }
}

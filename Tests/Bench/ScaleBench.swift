import Fetch
import Foundation
import Harness

/// Many viewers of one channel, and many channels with a viewer each.
enum ScaleBench {
  private static let watched = 20.0

  static func run(_ tell: ([Row]) -> Void) throws {
    let media = TemporaryFolder.make("scale")
    defer { try? FileManager.default.removeItem(at: media) }
    try Clips.benchmark(at: media.appending(path: "Long (2001).mp4"), bitrate: "600k")
    // More than a home ever has: the usual limit is 1,000.
    try Station.run(media: media, environment: ["EXSTREAMTV_VIEWERS": "10000"]) { station in
      try station.awaitChannel()
      tell(try streams(station))
      tell(try playlists(station))
      tell(try channels(station))
    }
  }

  /// 200 viewers of the endless stream of one channel.
  private static func streams(_ station: Station) throws -> [Row] {
    let count = 200
    let crowd = try Crowd(station, paths: Array(repeating: "/iptv/channel/1.ts", count: count))
    defer { crowd.leave() }
    try eventually(within: .seconds(20), "a picture for all of them") {
      crowd.all.allSatisfy { $0.bytes > 50_000 }
    }
    let idle = memory(station)
    let cost = processorTime(station)
    let seats = crowd.all
    return [
      Row(
        what: "\(count) viewers of one endless stream: processor time for each",
        ours: cost / Double(count) * 1000, bare: nil, unit: "ms per second", aim: ""),
      Row(
        what: "\(count) viewers of one endless stream: memory of all processes", ours: idle,
        bare: nil, unit: "MB", aim: ""),
      Row(
        what: "\(count) viewers of one endless stream: broken counters and streams",
        ours: Double(seats.reduce(0) { $0 + $1.breaks + ($1.isClosed ? 1 : 0) }), bare: nil,
        unit: "in all", aim: "0"),
      Row(
        what: "\(count) viewers of one endless stream: longest wait for bytes",
        ours: seats.map(\.longestWait).max() ?? 0, bare: nil, unit: "s", aim: ""),
    ]
  }

  /// 2,000 viewers of the playlists and segments of one channel, each asking once a second.
  private static func playlists(_ station: Station) throws -> [Row] {
    let count = 2000
    let folder = TemporaryFolder.make("viewers")
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = folder.appending(path: "viewers.lua")
    try Data(Self.script(channel: try station.channelID(), viewers: count).utf8).write(to: script)
    let before = ProcessTree.processorSeconds(below: station.process.pid)
    let load = try Load.measure(
      [
        "-c\(count)", "-d\(Int(watched))s", "--timeout", "5s", "-s", script.path, station.base,
      ], within: .seconds(90))
    let cost = ProcessTree.processorSeconds(below: station.process.pid) - before
    let seen = try station.json("/api/on-air")["channels"][0]["stream"]["sessions"].array.count
    return [
      Row(
        what: "\(count) viewers of one channel's segments: requests", ours: load.rate, bare: nil,
        unit: "req/s", aim: ""),
      Row(
        what: "\(count) viewers of one channel's segments: processor time for each",
        ours: cost / watched / Double(count) * 1000, bare: nil, unit: "ms per second", aim: ""),
      Row(
        what: "\(count) viewers of one channel's segments: p99", ours: load.p99, bare: nil,
        unit: "ms",
        aim: ""),
      Row(
        what: "\(count) viewers of one channel's segments: kinds of faults",
        ours: Double(load.faults.count),
        bare: nil, unit: "in all", aim: "0"),
      Row(
        what: "\(count) viewers of one channel's segments: sessions seen", ours: Double(seen),
        bare: nil, unit: "sessions", aim: ""),
    ]
  }

  /// 40 copied channels with a viewer each.
  private static func channels(_ station: Station) throws -> [Row] {
    let count = 40
    try station.addLibraryChannels(2...count)
    try eventually(within: .seconds(60), "timelines of all channels") {
      try station.json("/api/on-air")["channels"].array.filter { $0["now"].exists }.count == count
    }
    let crowd = try Crowd(station, paths: (1...count).map { "/iptv/channel/\($0).ts" })
    defer { crowd.leave() }
    let start = try seconds {
      try eventually(within: .seconds(60), "a picture on all channels") {
        crowd.all.allSatisfy { $0.bytes > 50_000 }
      }
    }
    // Until the work ahead of all of them is made.
    Thread.sleep(forTimeInterval: 30)
    let cost = processorTime(station)
    let seats = crowd.all
    return [
      Row(
        what: "\(count) copied channels: until all have a picture", ours: start, bare: nil,
        unit: "s", aim: ""),
      Row(
        what: "\(count) copied channels with a viewer each: processor time for each",
        ours: cost / Double(count) * 1000, bare: nil, unit: "ms per second", aim: "under 5"),
      Row(
        what: "\(count) copied channels with a viewer each: memory for each",
        ours: memory(station) / Double(count), bare: nil, unit: "MB", aim: ""),
      Row(
        what: "\(count) copied channels: broken counters and streams",
        ours: Double(seats.reduce(0) { $0 + $1.breaks + ($1.isClosed ? 1 : 0) }), bare: nil,
        unit: "in all", aim: "0"),
    ]
  }

  /// Processor seconds of everything we run, for each second.
  private static func processorTime(_ station: Station) -> Double {
    let before = ProcessTree.processorSeconds(below: station.process.pid)
    Thread.sleep(forTimeInterval: watched)
    return (ProcessTree.processorSeconds(below: station.process.pid) - before) / watched
  }

  /// Megabytes of everything we run.
  private static func memory(_ station: Station) -> Double {
    let root = station.process.pid
    return ([root] + ProcessTree.below(root).map(\.pid)).reduce(0) {
      $0 + ProcessTree.proportionalMegabytes(of: $1)
    }
  }

  /// Each connection is a viewer: a playlist and the newest segment in turn, one request a second.
  private static func script(channel: String, viewers: Int) -> String {
    """
    local letters = "abcdefghijklmnopqrstuvwxyz234567"
    local asked, newest = 0, nil
    local function session(number)
      local text = ""
      for _ = 1, 16 do
        local digit = number % 32
        text = text .. letters:sub(digit + 1, digit + 1)
        number = (number - digit) / 32
      end
      return text
    end
    function delay() return 1000 end
    function request()
      local viewer = asked % \(viewers)
      local turn = math.floor(asked / \(viewers)) % 2
      asked = asked + 1
      local file = (turn == 1 and newest) or "index.m3u8"
      return wrk.format("GET", "/live/\(channel)/" .. session(viewer) .. "/" .. file)
    end
    function response(status, headers, body)
      if status == 200 and body:sub(1, 7) == "#EXTM3U" then
        for name in body:gmatch("%d+%.ts") do newest = name end
      end
    end
    """
  }
}

import Foundation
import Library
import Playout
import Testing

/// Decoders that are written by hand drop a field that nobody told them of.
@Suite("A plan as JSON")
struct PlanCodingTests {
  private static let plain = TranscodeProfile(
    name: "A", width: 2, height: 2, frameRate: 1, videoBitrate: 1, preset: "fast",
    audioBitrate: 1, allowsCopy: false)

  private static var other: TranscodeProfile {
    var profile = TranscodeProfile(
      name: "B", width: 4, height: 4, frameRate: 2, videoBitrate: 2, preset: "slow",
      audioBitrate: 2, allowsCopy: true)
    profile.videoBuffer = 3
    profile.videoCodec = .hevc
    profile.bitDepth = 10
    profile.coding = .main
    profile.bFrames = 1
    profile.keyFrameSeconds = 1
    profile.audioCodec = .opus
    profile.audioChannels = 6
    profile.loudness = -20
    profile.scaling = .crop
    profile.deinterlacing = .off
    profile.mapsTones = false
    profile.threads = 1
    profile.hardware = .automatic
    profile.hasPicture = false
    profile.ladder = [LadderRung(width: 2, height: 2, videoBitrate: 1)]
    profile.segments = .fragmented
    return profile
  }

  @Test("every field of a profile comes back, whichever there are")
  func profile() throws {
    // A field that is added has to be in here too.
    for (one, other) in zip(
      Mirror(reflecting: Self.plain).children, Mirror(reflecting: Self.other).children)
    {
      #expect("\(one.value)" != "\(other.value)", "\(one.label ?? "")")
    }
    try expectToComeBack(Self.plain)
    try expectToComeBack(Self.other)
  }

  @Test("every field of a plan comes back, whichever there are")
  func plan() throws {
    let id = try #require(ChannelID(rawValue: "abcdefgh"))
    let channel = Channel(
      id: id, number: try #require(ChannelNumber("7")), name: "Seven", profile: "B",
      premiere: Moment(seconds: 1))
    let item = PlanItem(
      id: 1, start: Moment(seconds: 1), end: Moment(seconds: 2), inPoint: .zero, title: "One",
      path: "/a.mp4", probe: MediaProbe(container: "mp4", duration: .seconds(1)))
    let takeOver = TakeOver(
      id: 1, start: Moment(seconds: 1), end: nil, title: "Match",
      sources: [LiveSource(url: "http://a/b")])
    let plan = Plan(
      channel: channel, profile: Self.other, from: Moment(seconds: 1), items: [item],
      takeOvers: [takeOver],
      darkness: [Darkness(start: Moment(seconds: 2), end: Moment(seconds: 3))])
    for (name, value) in Mirror(reflecting: plan).children {
      #expect("\(value)" != "[]", "\(name ?? "")")
    }
    try expectToComeBack(plan)
  }

  private func expectToComeBack<Value: Codable & Equatable>(_ value: Value) throws {
    let json = try JSONEncoder().encode(value)
    #expect(try JSONDecoder().decode(Value.self, from: json) == value)
  }
}

import Control
import Foundation
import Library
import Playout
import TestSupport
import Testing

@testable import Transcoder

@Suite("The door")
struct DoorTests {
  private let start = Moment(seconds: 1000)

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  @Test("a session that was ended has a file for nginx, for as long as it goes on asking")
  func endedSession() throws {
    let folder = try ScratchFolder()
    let live = folder.file("live")
    try FileManager.default.createDirectory(atPath: live, withIntermediateDirectories: true)
    var door = Door(live: live)
    let viewer = Samples.viewer("a")
    let file = "\(live)/abcdefgh/ended/\(viewer.session)"
    door.bar(viewer, from: Reception(Samples.channel.id), as: .ended, at: start)
    #expect(exists(file))
    door.knock(viewer.session, at: start + .minutes(9))
    door.tidy(at: start + .minutes(15))
    #expect(exists(file))
    // A successor takes it over, and removes it in the end.
    var successor = Door(live: live)
    successor.bar(Samples.viewer("c"), from: Reception(Samples.channel.id), as: .refused, at: start)
    var third = Door(live: live)
    third.adopt(at: start + .minutes(15))
    #expect(third.outcasts[viewer.session]?.bar == .ended)
    #expect(!exists("\(live)/abcdefgh/refused/\(Samples.viewer("c").session)"))
    third.tidy(at: start + .minutes(26))
    #expect(!exists(file))
    #expect(third.outcasts.isEmpty)
  }

  @Test("who was told an address and does not come is forgotten")
  func ghosts() {
    var door = Door(live: "/nowhere")
    door.invite(Visit(viewer: Samples.viewer("a"), showsMessages: true), at: start)
    door.invite(Visit(viewer: Samples.viewer("c"), showsMessages: true), at: start)
    let shows = door.welcome(Samples.viewer("a").session)
    #expect(shows)
    door.tidy(at: start + .seconds(61))
    let showsLater = door.welcome(Samples.viewer("c").session)
    #expect(!showsLater)
  }

  @Test("limits name themselves and what to do")
  func limits() throws {
    let viewer = Samples.viewer("a")
    let crowd = Audience.Crowd(all: 3, atAddress: 2)
    func refusal(_ limits: ViewerLimits, channel: Int = 0) -> ControlFailure? {
      limits.refusal(of: viewer, onChannel: crowd, channelLimit: channel, everywhere: crowd)
    }
    #expect(refusal(ViewerLimits()) == nil)
    #expect(refusal(ViewerLimits(all: 4, perClient: 3), channel: 4) == nil)
    let channel = try #require(refusal(ViewerLimits(), channel: 3))
    #expect(channel.code == .limit)
    #expect(channel.detail.contains("channel has 3 viewers"))
    let client = try #require(refusal(ViewerLimits(perClient: 2)))
    #expect(client.detail.contains("EXSTREAMTV_VIEWERS_PER_CLIENT"))
    let station = try #require(refusal(ViewerLimits(all: 3)))
    #expect(station.detail.hasSuffix("or raise EXSTREAMTV_VIEWERS."))
  }
}

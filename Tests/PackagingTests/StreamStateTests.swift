import Foundation
import Testing

@testable import Packaging

@Suite("Stream state and time")
struct StreamStateTests {
  @Test("What is written is read again")
  func roundTrip() throws {
    var state = StreamState(sequence: 99)
    state.discontinuities = 4
    state.mapVersion = 3
    state.counters.video = 15
    state.counters.association = 7
    state.position = StreamTime(milliseconds: 1_790_000_000_123)
    state.soundGrid = StreamTime(ticks: 161_100_000_000_000)
    state.clock = StreamTime(ticks: 161_100_000_000_001)
    state.frameDuration = 3754
    state.layout = ProgramLayout(video: .hevc, sounds: [.init(), .init(language: "deu")])
    var lane = StreamState.Lane()
    lane.grid = StreamTime(ticks: 7)
    lane.counters.audio = 3
    state.lanes = [lane]
    var follower = state
    follower.counters.video = 2
    state.followers = [follower, follower]
    let json = try JSONEncoder().encode(state)
    #expect(try JSONDecoder().decode(StreamState.self, from: json) == state)
  }

  @Test(
    "Missing, foreign and absurd fields are read as those of a fresh stream",
    arguments: [
      "{}", #"{"sequence":"many","counters":7,"position":{}}"#,
      #"{"sequence":-5,"discontinuities":-1,"mapVersion":400,"frameDuration":0,"position":-1}"#,
      #"{"position":9223372036854775807,"clock":9223372036854775807,"soundGrid":1e300}"#,
    ])
  func lenient(json: String) throws {
    let state = try JSONDecoder().decode(StreamState.self, from: Data(json.utf8))
    #expect(state == StreamState())
  }

  @Test("Counters out of range are brought into it")
  func counters() throws {
    let json = #"{"sequence":3,"counters":{"association":255,"map":16,"video":17,"audio":1}}"#
    let state = try JSONDecoder().decode(StreamState.self, from: Data(json.utf8))
    #expect(state.sequence == 3)
    #expect(state.counters.association == 15)
    #expect(state.counters.map == 0)
    #expect(state.counters.video == 1)
  }

  @Test("Ticks and milliseconds turn into one another, rounded to the nearest")
  func time() throws {
    #expect(StreamTime(milliseconds: 7).ticks == 630)
    #expect(
      [44, 45, -45, -46, 134, 135].map { StreamTime(ticks: $0).milliseconds } == [
        0, 1, 0, -1, 1, 2,
      ])
    #expect(StreamTime(ticks: 5) + 4 - StreamTime(ticks: 2) == 7)
    #expect(try JSONEncoder().encode(StreamTime(ticks: 12)) == Data("12".utf8))
  }
}

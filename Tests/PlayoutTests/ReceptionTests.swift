import Foundation
import Library
import Playout
import Testing

@Suite("Receptions")
struct ReceptionTests {
  private let id = ChannelID(rawValue: "abcdefgh")

  @Test("have one text each, which reads back", arguments: [0, 2, 3600, 604_800, 2_678_400])
  func text(seconds: Int64) throws {
    let reception = Reception(try #require(id), shift: .seconds(seconds))
    #expect(reception.description == (seconds == 0 ? "abcdefgh" : "abcdefgh-\(seconds)"))
    #expect(Reception(reception.description) == reception)
    let json = try JSONEncoder().encode([reception])
    #expect(try JSONDecoder().decode([Reception].self, from: json) == [reception])
  }

  @Test(
    "are not read out of anything else",
    arguments: [
      "", "-", "abcdefgh-", "abcdefgh-0", "abcdefgh-1", "abcdefgh-02", "abcdefgh--2",
      "abcdefgh-+2", "abcdefgh-2.0", "abcdefgh-2-2", "abcdefgh-2 ", "abcdefgh-2678402",
      "abcdefgh-99999999999999999999", "ABCDEFGH-2", "../../x-2", "abcdefg-20", "abcdefgh-２",
    ])
  func strangers(text: String) {
    #expect(Reception(text) == nil)
  }

  @Test("of positions that meet are one, rounded towards live, and never before it")
  func rounding() throws {
    let id = try #require(id)
    let shifts: [(Int64, Int64)] = [
      (-5000, 0), (0, 0), (1999, 0), (2000, 2), (3999, 2), (4000, 4), (60_001, 60),
    ]
    for (milliseconds, seconds) in shifts {
      let reception = Reception(id, shift: .milliseconds(milliseconds))
      #expect(reception.shift == .seconds(seconds), "\(milliseconds) ms")
    }
    #expect(Reception(id, shift: .days(400)).shift == Reception.longestShift)
    #expect(Reception(id).isLive && !Reception(id, shift: .seconds(2)).isLive)
  }
}

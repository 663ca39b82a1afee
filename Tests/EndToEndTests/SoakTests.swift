import Foundation
import Harness
import Testing

@Suite("A short soak", .serialized)
struct SoakTests {
  @Test("two channels keep every promise for two minutes", .timeLimit(.minutes(5)))
  func twoChannels() throws {
    let report = try Soak(channels: 2, seconds: 95, clock: StationClock()).run()
    #expect(report.isGood, "\(report.text)")
  }

  @Test("a channel runs on where its time stamps begin anew at zero", .timeLimit(.minutes(3)))
  func wrap() throws {
    var clock = try StationClock.named("wrap", ahead: 20)
    clock.zone = "Europe/Berlin"
    let report = try Soak(channels: 1, seconds: 32, clock: clock).run()
    #expect(report.isGood, "\(report.text)")
    #expect(report.wraps == 1)
  }
}

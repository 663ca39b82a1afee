import Control
import FastCGI
import Foundation
import Library
import Store
import Testing

@testable import WebAPI

@Suite("Health")
struct HealthTests {
  @Test("Health names every part and what is wrong with it")
  func degraded() throws {
    let desk = try TestDesk { (_) throws(ControlFailure) in
      throw ControlFailure(.unreachable, "Start exstreamtv-transcoder.")
    }
    try desk.channel("7")
    try desk.store.setState(.missing, detail: nil, of: try #require(desk.store.folders().first).id)
    let health = try desk.ask(.get, "/api/health").json(HealthAnswer.self)
    #expect(health.status == .degraded)
    #expect(health.version == "1.2.3")
    let found = Dictionary(uniqueKeysWithValues: health.checks.map { ($0.name, $0) })
    #expect(found["database"]?.status == .ok)
    #expect(found["transcoder"]?.status == .failed)
    #expect(found["transcoder"]?.detail == "Start exstreamtv-transcoder.")
    #expect(found["jobs"]?.status == .unknown)
    #expect(found["guide"]?.status == .failed)
    #expect(found["media folders"]?.status == .failed)
    #expect(found["media folders"]?.detail.contains(desk.media) == true)
  }

  @Test("A station in order is ok, asked a hundred times a second or once")
  func ok() throws {
    let desk = try TestDesk { _ in .status([]) }
    try desk.store.beatJobs()
    for _ in 0..<100 {
      let health = try desk.ask(.get, "/api/health").json(HealthAnswer.self)
      #expect(health.status == .ok)
    }
    // One look, or two if the loop crossed a second; a slow machine may need a few more.
    #expect(desk.asked.count < 100)
  }
}

import Control
import Testing

@testable import Transcoder

@Suite("Capacity")
struct CapacityTests {
  @Test("a channel that begins is refused when all encoders are in use, by name of the setting")
  func limit() throws {
    let capacity = Capacity(encoders: 1)
    var place: Capacity.Place? = try capacity.takeEncoder(isBeginning: true)
    let refusal = #expect(throws: ControlFailure.self) {
      try capacity.takeEncoder(isBeginning: true)
    }
    #expect(refusal?.code == .limit)
    #expect(refusal?.detail.contains("EXSTREAMTV_ENCODERS") == true)
    withExtendedLifetime(place) {}
    place = nil
    _ = try capacity.takeEncoder(isBeginning: true)
  }

  @Test("a channel that is on air is never refused, and counts")
  func onAir() throws {
    let capacity = Capacity(encoders: 1)
    let first = try capacity.takeEncoder(isBeginning: true)
    let second = try capacity.takeEncoder(isBeginning: false)
    #expect(throws: ControlFailure.self) { try capacity.takeEncoder(isBeginning: true) }
    withExtendedLifetime((first, second)) {}
  }

  @Test("nobody begins to encode while a channel can't keep up")
  func late() throws {
    let capacity = Capacity(encoders: 8)
    let channel = Capacity(encoders: 1)
    capacity.note(late: "7", of: channel)
    let refusal = #expect(throws: ControlFailure.self) {
      try capacity.takeEncoder(isBeginning: true)
    }
    #expect(refusal?.detail.contains("channel 7") == true)
    capacity.note(late: nil, of: channel)
    _ = try capacity.takeEncoder(isBeginning: true)
  }

  @Test("encoders of a card are lent as often as its driver allows, and given back")
  func sessions() {
    let capacity = Capacity(encoders: 8, nvencSessions: 2)
    var lent = [capacity.takeSession(), capacity.takeSession()]
    #expect(lent.allSatisfy { $0 != nil })
    #expect(capacity.takeSession() == nil)
    lent.removeLast()
    #expect(capacity.takeSession() != nil)
    let any = Capacity(encoders: 8)
    let many = (0..<50).map { _ in any.takeSession() }
    #expect(many.allSatisfy { $0 != nil })
  }

  @Test("others give way until the first picture is there")
  func starting() {
    let capacity = Capacity(encoders: 1)
    var place: Capacity.Place? = capacity.begin()
    #expect(capacity.isAnybodyStarting)
    withExtendedLifetime(place) {}
    place = nil
    #expect(!capacity.isAnybodyStarting)
  }
}

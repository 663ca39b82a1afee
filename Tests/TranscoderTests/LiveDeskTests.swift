import Playout
import Testing

@testable import Transcoder

@Suite("Which live source is tried")
struct LiveDeskTests {
  private let sources = (1...3).map { LiveSource(url: "http://a\($0)/") }

  @Test("one after another at once, and from the first again after pauses that grow")
  func order() {
    var desk = LiveDesk()
    desk.take(sources)
    var now = ContinuousClock.now
    var pauses: [Duration] = []
    var tried: [LiveSource] = []
    for _ in 0..<15 {
      guard let source = desk.due(at: now) else {
        Issue.record("nothing is due")
        return
      }
      tried.append(source)
      _ = desk.fail(at: now)
      var pause = Duration.zero
      while desk.due(at: now + pause) == nil { pause += .seconds(1) }
      pauses.append(pause)
      now += pause
    }
    #expect(tried == (0..<5).flatMap { _ in sources })
    let zero = Duration.zero
    #expect(
      pauses == [2, 5, 10, 30, 30].flatMap { [zero, zero, .seconds($0)] })
  }

  @Test("one that worked is followed by the next at once, and changed ones begin anew")
  func proof() {
    var desk = LiveDesk()
    desk.take(sources)
    let now = ContinuousClock.now
    _ = desk.fail(at: now)
    _ = desk.fail(at: now)
    desk.prove()
    #expect(desk.words == "live, source 3 of 3")
    _ = desk.fail(at: now)
    #expect(desk.due(at: now) == sources[0])
    #expect(desk.isBetween && !desk.hasFailedAll)
    for _ in 0..<2 { _ = desk.fail(at: now) }
    #expect(!desk.isBetween && desk.hasFailedAll)
    desk.take(Array(sources.dropFirst()))
    #expect(desk.due(at: .now) == sources[1])
    desk.take([])
    #expect(!desk.isOn && !desk.isBetween && !desk.hasFailedAll)
    #expect(desk.due(at: .now) == nil)
  }
}

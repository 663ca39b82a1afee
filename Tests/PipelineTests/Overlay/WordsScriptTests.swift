import Library
import Playout
import Testing

@testable import Pipeline

@Suite("Words of graphics")
struct WordsScriptTests {
  private let profile = OverlayFilm.profile

  private func script(_ graphic: Graphic, at moment: Int64, length: Span) -> [String] {
    let overlay = Overlay(
      graphics: [graphic], moment: Moment(milliseconds: moment), scripts: "/run/graphics/a")
    let scripts = overlay.scripts(for: profile, length: length)
    #expect(scripts.map(\.path) == ["/run/graphics/a.0.ass"])
    return (scripts.first?.text ?? "").split(separator: "\n").map(String.init).filter {
      $0.hasPrefix("Dialogue:")
    }
  }

  @Test("a clock is a line a minute, and a rhythm a line each time")
  func lines() {
    let clock = Graphic(.text([.clock(zone: -3600)], TextLook()))
    #expect(
      script(clock, at: 86_459_500, length: .seconds(70)) == [
        "Dialogue: 0,0:00:00.00,0:00:00.50,g0,,0,0,0,,23:00",
        "Dialogue: 0,0:00:00.50,0:01:00.50,g0,,0,0,0,,23:01",
        "Dialogue: 0,0:01:00.50,0:01:10.00,g0,,0,0,0,,23:02",
      ])
    var coming = Graphic(.text([.words("a")], TextLook()))
    coming.rhythm = GraphicRhythm(period: .seconds(10), length: .seconds(4))
    coming.fade = .seconds(1)
    coming.opacity = 0.5
    let fade = "{\\alpha&HFF&\\t(-2000,-1000,\\alpha&H7F&)\\t(1000,2000,\\alpha&HFF&)}a"
    let lines = script(coming, at: 1_002_000, length: .seconds(12))
    #expect(lines.first == "Dialogue: 0,0:00:00.00,0:00:02.00,g0,,0,0,0,,\(fade)")
    #expect(lines.count == 2)
    // However often it comes in a week.
    coming.rhythm = GraphicRhythm(period: .milliseconds(1), length: .zero)
    coming.content = .text([.clock(zone: 0)], TextLook())
    coming.rhythm?.period = .seconds(2)
    coming.rhythm?.length = .seconds(1)
    #expect(script(coming, at: 0, length: .days(7)).count == 20_000)
  }

  @Test("what is never seen is not drawn, and keeps no picture from being passed on")
  func unseen() {
    var graphic = Graphic(.text([.words("a")], TextLook()))
    graphic.until = Moment(milliseconds: 900)
    let overlay = Overlay(graphics: [graphic], moment: Moment(milliseconds: 1000), scripts: "/a")
    let copy = CopyDecision(video: .copy, audio: .copy)
    #expect(overlay.scripts(for: profile, length: .seconds(9)).isEmpty)
    #expect(copy.drawnOver(by: overlay, within: .seconds(9)) == copy)
    graphic.until = Moment(milliseconds: 1100)
    let seen = Overlay(graphics: [graphic], moment: Moment(milliseconds: 1000), scripts: "/a")
    let encode = CopyDecision(video: .encode, audio: .copy, blockers: [.graphics(1)])
    #expect(copy.drawnOver(by: seen, within: .seconds(9)) == encode)
    let black = CopyDecision(video: .black, audio: .encode, blockers: [.noPicture])
    #expect(black.drawnOver(by: seen, within: .seconds(9)) == black)
  }

  @Test("no letter of a text means anything")
  func letters() {
    #expect(plain("a{b}\\n\r\nc\u{7}d") == "a\\{b\\}\\\u{2060}n\\Nc d")
    #expect(broken("abcdef gh 漢字漢", after: 4) == "abcd\nef gh 漢字\n漢")
  }
}

import Foundation
import Library
import Playout
import Testing

@Suite("Graphics as people make them")
struct GraphicDesignTests {
  private static let noon = Moment(seconds: 1_774_008_000)

  private func facts(_ now: Programme?, next: Programme? = nil) throws -> GraphicFacts {
    let channel = Channel(
      id: try #require(ChannelID(rawValue: "abcdefgh")),
      number: try #require(ChannelNumber("7.1")), name: "Kino", profile: "720p",
      premiere: Self.noon)
    let item = PlanItem(
      id: 1, start: Self.noon, end: Self.noon + .hours(1), inPoint: .zero, title: "A · Line",
      path: "/a.mkv", probe: MediaProbe(container: "matroska", duration: .hours(1)))
    return GraphicFacts(
      channel: channel, item: item, now: now, next: next, zone: { _ in 3600 })
  }

  private func programme(
    _ title: String, after minutes: Int64 = 0, subtitle: String? = nil, season: Int? = nil,
    episode: Int? = nil
  ) -> Programme {
    Programme(
      id: 1, start: Self.noon + .minutes(minutes), end: Self.noon + .minutes(minutes + 60),
      title: title, subtitle: subtitle, season: season, episode: episode, kind: .movie,
      media: MediaID(rawValue: 1))
  }

  private func text(_ template: String, _ facts: GraphicFacts) throws -> String {
    try GraphicTemplate(template).filled(with: facts).map { part in
      switch part {
      case .words(let words): words
      case .clock(let zone): "<\(zone)>"
      case .line: "|"
      }
    }.joined()
  }

  @Test("words are filled in from guide, channel and the zone's clock")
  func fills() throws {
    let wire = programme("The Wire", subtitle: "The Detail", season: 1, episode: 2)
    let facts = try facts(wire, next: programme("Brazil", after: 65))
    #expect(try text("{title}, {episode}: {subtitle}", facts) == "The Wire, S01E02: The Detail")
    #expect(
      try text("{start}-{end} {clock}\nNext at {next.start}: { next }", facts)
        == "13:00-14:00 <3600>|Next at 14:05: Brazil")
    #expect(try text("{number} {channel} {{{title}}}", facts) == "7.1 Kino {The Wire}")
  }

  @Test("a line of whose names none is known is left out")
  func emptyLines() throws {
    let alone = try facts(programme("Alien"))
    #expect(try text("{title}\n{episode} {subtitle}\nNext: {next}", alone) == "Alien")
    #expect(try text("News\n\nAt {start}", alone) == "News||At 13:00")
    #expect(try text("{title}", try facts(nil)) == "A · Line")
    #expect(try GraphicTemplate("Next: {next}").filled(with: alone).isEmpty)
  }

  @Test(
    "titles are words on one line, whatever they hold",
    arguments: [
      ("a\nb\r\nc\u{2028}d\u{0}e", "a b c d e"),
      ("{title} %{expr} \\N {\\b1} 'x':y", "{title} %{expr} \\N {\\b1} 'x':y"),
      ("\u{202E}gnikool\u{2069}", "gnikool"), ("<b>&amp;</b>", "<b>&amp;</b>"),
      ("👩‍👩‍👧‍👦 日本語 العربية", "👩‍👩‍👧‍👦 日本語 العربية"),
    ])
  func hostileTitles(title: String, shown: String) throws {
    let found = try text("{title}", facts(programme(title)))
    #expect(found == shown)
  }

  @Test("titles without end are cut")
  func longTitles() throws {
    let long = try text("{title}", facts(programme(String(repeating: "x", count: 10_000))))
    #expect(long.count == 120 && long.hasSuffix("…"))
    let marks = "a" + String(repeating: "\u{301}", count: 100_000)
    #expect(try text("{title}", facts(programme(marks))).unicodeScalars.count < 1000)
  }

  @Test(
    "templates that can't be followed are refused by name",
    arguments: [
      ("{nonsense}", "There is no {nonsense}"), ("{Title}", "{next.start}, {channel}"),
      ("{title", "not closed"), ("a } b", "no '{' before it"), ("   ", "Say what"),
      (String(repeating: "x", count: 501), "500"), ("1\n2\n3\n4\n5\n6\n7\n8\n9", "8 lines"),
    ])
  func badTemplates(text: String, words: String) {
    var design = GraphicDesign(name: "x", kind: .text)
    design.text = text
    let fault = design.faults().first
    #expect(fault?.field == "text" && fault?.detail.contains(words) == true, "\(fault as Any)")
  }

  @Test("values that can't be used are refused by their fields")
  func faults() {
    func field(_ change: (inout GraphicDesign) -> Void) -> String? {
      var design = GraphicDesign(name: "Logo", kind: .image)
      design.image = GraphicImage(file: "a.png", width: 1, height: 1, isAnimated: false)
      change(&design)
      return design.faults().first?.field
    }
    #expect(field { _ in } == nil)
    #expect(field { $0.image = nil } == "image")
    #expect(field { $0.name = "Off" } == "name")
    #expect(field { $0.width = 0.5 } == "width" && field { $0.marginX = 51 } == "marginX")
    #expect(field { $0.marginY = -1 } == "marginY" && field { $0.opacity = 0 } == "opacity")
    #expect(field { $0.opacity = .nan } == "opacity")
    #expect(field { $0.fade = .seconds(6) } == "fade" && field { $0.first = .zero } == "first")
    #expect(
      field { $0.rhythm = GraphicRhythm(period: .seconds(5), length: .seconds(1)) }
        == "rhythm.period")
    #expect(
      field { $0.rhythm = GraphicRhythm(period: .minutes(1), length: .minutes(1)) }
        == "rhythm.length")
    #expect(
      field {
        $0.rhythm = GraphicRhythm(period: .minutes(1), length: .seconds(3))
        $0.fade = .seconds(2)
      } == "fade")
    #expect(field { $0.look.size = 26 } == "size" && field { $0.look.color = "red" } == "color")
    #expect(field { $0.look.background = "12345g" } == "background")
  }

  @Test("fillers and later parts show only what is meant for them")
  func places() throws {
    var design = GraphicDesign(name: "Now", kind: .text)
    design.text = "{title}"
    design.first = .seconds(30)
    var facts = try facts(programme("Alien"))
    let graphic = try #require(design.graphic(facts, in: "/g"))
    #expect(graphic.until == Self.noon + .seconds(30))
    #expect(graphic.content == .text([.words("Alien")], TextLook()))
    facts.item.inPoint = .seconds(10)
    #expect(design.graphic(facts, in: "/g")?.until == Self.noon + .seconds(20))
    facts.item.inPoint = .minutes(10)
    #expect(design.graphic(facts, in: "/g") == nil)
    facts.item.inPoint = .zero
    facts.isFiller = true
    #expect(design.graphic(facts, in: "/g") == nil)
    design.isOnFillers = true
    #expect(design.graphic(facts, in: "/g") != nil)
    var logo = GraphicDesign(name: "Logo", kind: .image)
    logo.image = GraphicImage(file: "a.gif", width: 1, height: 1, isAnimated: true)
    (logo.place, logo.width, logo.fade) = (.bottomLeft, 10, .seconds(1))
    facts.isFiller = false
    let shown = try #require(logo.graphic(facts, in: "/g"))
    #expect(shown.content == .image(path: "/g/a.gif", isAnimated: true) && shown.until == nil)
    #expect(shown.place == .bottomLeft && shown.width == 10 && shown.fade == .seconds(1))
  }
}

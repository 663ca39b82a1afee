import Fetch
import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test("the dashboard counts viewers by events alone", .timeLimit(.minutes(2)))
  func dashboard() throws {
    try Self.station(["red", "blue"], seconds: 90) { station, browser in
      try browser.open(station.base + "/")
      #expect(
        try browser.run("return document.querySelector('main').childElementCount").number != 0)
      let current = try station.json("/api/on-air")["channels"][0]["now"]["title"].string
      try browser.see("on-air-title") { $0 == current }
      try browser.see("connection") { $0 == "Live" }
      try browser.see("viewers-total") { $0 == "0" }
      // Without the API and without a new document, only events can tell.
      try browser.run("window.fetch = () => new Promise(() => {})")
      let first = try StreamViewer(station)
      try browser.see("viewers-total", "to be 1") { $0 == "1" }
      let second = try StreamViewer(station)
      try browser.see("viewers-total", "to be 2") { $0 == "2" }
      #expect(try browser.text("viewers-count") == "2")
      try browser.see("stream-state", "to be live") { $0.contains("Live") }
      first.leave()
      second.leave()
      try browser.see("viewers-total", within: .seconds(30), "to be 0") { $0 == "0" }
      #expect(try browser.complaints() == [])
    }
  }

  @Test("the guide names the real programmes, and Watch plays them", .timeLimit(.minutes(3)))
  func guideAndWatch() throws {
    try Self.station(["red", "green", "blue", "white"], seconds: 10) { station, browser in
      try browser.open(station.base + "/#/guide")
      try browser.see("guide-block")
      try Self.expectRealProgrammes(station, browser)
      try browser.click(".block.on")
      try browser.click("programme-watch")
      try Self.expectPlay(station, browser)
      let stream = try station.json("/api/on-air")["channels"][0]["stream"]
      #expect(stream["sessions"].array.count == 1, "one browser is one viewer")
      #expect(try browser.complaints() == [])
    }
  }

  @Test("a channel that went off air comes back to a viewer", .timeLimit(.minutes(3)))
  func watchingAgain() throws {
    try Self.station(["red", "green"], seconds: 20) { station, browser in
      try browser.open(station.base + "/#/watch")
      try Self.expectPicture(browser)
      try browser.go(to: "dashboard")
      try eventually(within: .seconds(40), "the channel to go off air", every: 100_000) {
        try station.json("/api/on-air")["channels"][0]["stream"].exists == false
      }
      try browser.go(to: "watch")
      try Self.expectPicture(browser)
      #expect(try browser.complaints() == [])
    }
  }

  @Test(
    "every page shows hostile titles as text, can be read, heard and used by keyboard, on screen and phone, light and dark",
    .timeLimit(.minutes(4)))
  func hostileTitles() throws {
    let title = "<img src=x onerror=alert(1)>"
    try Self.station([], seconds: 0) { media in
      try Clips.make("red", seconds: 30, at: media.appending(path: "\(title) (2001).mp4"))
      try Clips.make("blue", seconds: 30, at: media.appending(path: "A & B \"C\" {{d}} (2002).mp4"))
    } _: { station, browser in
      let made = try station.send(
        "POST", "/api/channels",
        json: """
          {"name": "<script>alert(2)</script> and everything that was ever said of it by those who were there", "content": {"kind": "library"}, "order": "shuffle"}
          """)
      #expect(made.status == 201)
      try station.awaitChannel("2")
      try browser.open(station.base + "/")
      try browser.see("on-air-card")
      #expect(
        try browser.texts("on-air-card").contains { $0.contains("<script>alert(2)</script>") })
      #expect(try browser.texts("on-air-card").contains { $0.contains(title) })
      for width in [1440, 390] {
        try browser.resize(width: width, height: width == 390 ? 844 : 900)
        for page in Self.pages {
          try Self.expectHarmless(page, browser, width: width)
          try Self.expectCare(page.0, browser, width: width)
        }
      }
      try browser.chromium("Emulation.setEmulatedMedia", ["features": []])
      try Self.expectDialog(browser)
      try Self.expectTypingKept(station, browser)
      try browser.go(to: "library/media")
      try browser.see("media-row")
      #expect(try browser.texts("media-row").contains { $0.contains(title) })
      try Self.expectAppearance(browser)
      #expect(try browser.complaints() == [])
    }
  }

  /// Three seconds of picture, at the first try or, on a starved machine, the second.
  private static func expectPicture(_ browser: Browser) throws {
    try browser.see("stage")
    try browser.run(
      """
      window.states = [];
      const stage = document.querySelector("[data-test=stage]");
      new MutationObserver(() => states.push(stage.dataset.state)).observe(
        stage, { attributeFilter: ["data-state"] });
      """)
    try eventually(within: .seconds(60), "three seconds of picture", every: 100_000) {
      let video = try browser.run(
        "const v = document.querySelector('video'); return [v.currentTime * 1000, v.videoWidth]")
      return (video[0].number ?? 0) > 3000 && (video[1].number ?? 0) > 0
    }
    let states = try browser.run("return states").array.compactMap(\.string)
    #expect(states.count { $0 == "retrying" } <= 1 && !states.contains("failed"), "\(states)")
  }

  /// Every page, and a mark of its content being there.
  private static let pages = [
    ("dashboard", "on-air-card"), ("guide", "guide-block"), ("schedule", "piece"),
    ("watch/1", "watch-now"),
    ("library/folders", "folder"), ("library/media", "media-row"), ("channels", "channel"),
    ("channels/new", "preview-programme"), ("profiles", "profiles"),
    ("profiles/new", "profile-form"), ("graphics", "empty"), ("graphics/new", "graphic-form"),
    ("library/shows", "empty"), ("library/collections", "empty"), ("monitor", "failures"),
    ("players", "h1"),
  ]

  private static func expectHarmless(
    _ page: (address: String, mark: String), _ browser: Browser, width: Int
  ) throws {
    try browser.go(to: page.address)
    try browser.see(page.mark)
    #expect(browser.alert == nil)
    #expect(try browser.run("return document.querySelector('img[src=\"x\"]')").exists == false)
    let seen = try browser.run("return document.documentElement.scrollWidth").number ?? 0
    #expect(seen <= width, "\(page.address) is wider than \(width)")
  }

  /// As the device has it, then light, then dark, which stays over a reload.
  private static func expectAppearance(_ browser: Browser) throws {
    try browser.click("appearance")
    try browser.click("appearance")
    let look = """
      const sum = getComputedStyle(document.body).backgroundColor.match(/\\d+/g)
        .slice(0, 3).reduce((all, one) => all + Number(one), 0);
      return [document.documentElement.dataset.appearance, sum];
      """
    #expect(try browser.run(look)[0].string == "dark")
    try browser.command("POST", "/refresh")
    try browser.see("media-row")
    #expect(try browser.run(look)[0].string == "dark")
    #expect((try browser.run(look)[1].number ?? 999) < 120)
    try browser.click("appearance")
    try browser.click("appearance")
    #expect((try browser.run(look)[1].number ?? 0) > 600)
  }

  /// What the grid draws is what the API tells.
  private static func expectRealProgrammes(_ station: Station, _ browser: Browser) throws {
    let drawn = try browser.run(
      """
      return [...document.querySelectorAll("[data-test=guide-block]:not(.many)")].map((block) =>
        [Number(block.dataset.start), block.querySelector(".block-title").textContent]);
      """
    ).array
    let start = Int(Date().timeIntervalSince1970 - 3600) * 1000
    let told = try station.json("/api/guide?hours=3&from=\(start)")["channels"][0]["programmes"]
    let titles = Dictionary(
      told.array.map { ($0["start"].number, $0["title"].string) }, uniquingKeysWith: { $1 })
    #expect(drawn.count >= 4)
    for block in drawn { #expect(titles[block[0].number] == block[1].string) }
  }
}

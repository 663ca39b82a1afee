import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test("folder, scan, channel, picture and back again, by hand", .timeLimit(.minutes(4)))
  func journey() throws {
    let films = TemporaryFolder.make("films")
    defer { try? FileManager.default.removeItem(at: films) }
    let film = films.appending(path: "Film 000 (2001).mp4")
    try Clips.make("green", seconds: 30, at: film)
    for number in 1..<100 {
      let name = "Film \(String(format: "%03d", number)) (2001).mp4"
      try FileManager.default.copyItem(at: film, to: films.appending(path: name))
    }
    try Data("no film".utf8).write(to: films.appending(path: "Broken (2002).mp4"))
    try BrowserTests.station(["red"], seconds: 60) { station, browser in
      try browser.open(station.base + "/#/library")
      try Self.addMissing(browser)
      try Self.addFilms(films.path, browser)
      let channel = try Self.makeChannel(station, browser)
      try Self.watchChannel(channel, station, browser)
      try Self.deleteChannel(channel, station, browser)
      // The missing folder was refused with a status that the console notes.
      #expect(try browser.complaints().filter { !$0.contains("/api/folders") } == [])
    }
  }

  private static func addMissing(_ browser: Browser) throws {
    try browser.type("/no/such/folder", into: "add-folder-path")
    try browser.click("add-folder-button")
    try browser.see("add-folder-problem") { $0.contains("/no/such/folder") }
    let invalid = try browser.run("return document.querySelector('#folder-path').ariaInvalid")
    #expect(invalid.string == "true")
    #expect(try browser.count("folder") == 1)
  }

  private static func addFilms(_ path: String, _ browser: Browser) throws {
    // What the bar showed, and whether the document is still the same afterwards.
    try browser.run(
      """
      window.shown = new Set();
      new MutationObserver(() => {
        const bar = document.querySelector("[data-test=scan-progress]");
        if (bar?.ariaValueNow) shown.add(bar.ariaValueNow);
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
      """)
    try browser.type(path, into: "add-folder-path")
    try browser.click("add-folder-button")
    let row = "[data-test=folder][data-path='\(path)']"
    try browser.see("\(row) [data-test=folder-items]", within: .seconds(60), "to have all") {
      $0 == "100 items"
    }
    try browser.see("\(row) [data-test=folder-state]", within: .seconds(30)) { $0 == "Ready" }
    let shown = try browser.run("return [...shown].map(Number)").array.compactMap(\.number)
    #expect(shown.filter { 0 < $0 && $0 < 100 }.count >= 2, "progress was \(shown)")
    try browser.click("\(row) [data-test=folder-failed]")
    try browser.see("media-row") { $0.contains("Broken") }
    #expect(try browser.count("media-row") == 1)
    #expect(try browser.text("media-error")?.isEmpty == false)
    try browser.go(to: "library/media")
    try browser.see("media-total") { $0.hasSuffix("of 102") }
  }

  private static func makeChannel(_ station: Station, _ browser: Browser) throws -> String {
    try browser.go(to: "channels")
    try browser.click("new-channel")
    try browser.see("preview-programme")
    try browser.click("channel-save")
    try browser.see("channel-name-problem") { !$0.isEmpty }
    try browser.type("Green <b>Films</b>", into: "channel-name")
    // The radio button itself is unseen; people click its label.
    try browser.click("label:has([data-test=channel-content-folder])")
    try browser.click("[data-test=channel-content-id] option[value='2']")
    try eventually(within: .seconds(15), "a preview of nothing but films", every: 100_000) {
      let titles = try browser.texts("preview-programme")
      return titles.count >= 3 && titles.allSatisfy { $0.contains("Film ") }
    }
    #expect(try browser.run("return document.querySelector('#channel-number').value").string == "2")
    try browser.click("channel-save")
    try browser.see("[data-test=channel][data-number='2']") { $0.contains("Green <b>Films</b>") }
    let row = "return document.querySelector('[data-number=\"2\"]').dataset.channel"
    return try #require(try browser.run(row).string)
  }

  private static func watchChannel(
    _ channel: String, _ station: Station, _ browser: Browser
  ) throws {
    try browser.go(to: "guide")
    try browser.see("[data-test=guide-block][data-channel='\(channel)']", within: .seconds(30)) {
      $0.contains("Film") || $0.contains("programmes")
    }
    try browser.click(".lane:nth-of-type(3) .station a")
    try browser.see("watch-channel") { $0 == "Green <b>Films</b>" }
    try eventually(within: .seconds(60), "channel 2 to play", every: 200_000) {
      let video = try browser.run(
        "const v = document.querySelector('video'); return [v.currentTime * 1000, v.videoWidth]")
      return (video[0].number ?? 0) > 3000 && (video[1].number ?? 0) > 0
    }
  }

  private static func deleteChannel(
    _ channel: String, _ station: Station, _ browser: Browser
  ) throws {
    let button = "[data-test=channel][data-number='2'] [data-test=channel-delete]"
    try browser.go(to: "channels")
    try browser.click(button)
    try browser.click("confirm-cancel")
    #expect(try browser.count("channel") == 2)
    try browser.click(button)
    try browser.see("dialog[open]") { $0.contains("Green <b>Films</b>") }
    try browser.click("confirm-accept")
    try eventually(within: .seconds(15), "one channel in the list") {
      try browser.count("channel") == 1
    }
    #expect(try station.json("/api/channels")["channels"].array.count == 1)
    try browser.go(to: "guide")
    try browser.see("guide-block")
    #expect(try browser.count("[data-channel='\(channel)']") == 0)
  }
}

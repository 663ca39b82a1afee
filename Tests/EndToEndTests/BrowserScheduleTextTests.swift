import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test(
    "rules are written as text with a live preview, faults at their lines, undone, saved and had again",
    .timeLimit(.minutes(3)))
  func scheduleText() throws {
    try Self.station(["red", "blue"], seconds: 90) { station, browser in
      let channel = try #require(try station.json("/api/channels")["channels"][0]["id"].string)
      try browser.open(station.base + "/#/schedule/\(channel)")
      try browser.see("piece")
      try browser.click("rules-as-text")
      try Self.expectText("the rules", browser) { $0.contains("style: continuous") }
      try Self.writeText(Self.script, browser)
      try browser.see("outlook-state", "to be a preview") { $0 == "Unsaved preview" }
      try Self.expectSteps(browser)
      try Self.keepTextPicture(browser, "schedule-text")
      try Self.expectFaults(browser)
      try browser.click("schedule-save")
      try browser.see("toast", "to tell") { $0.contains("saved") }
      let stored = try station.json("/api/channels/\(channel)/rules")["rules"]
      #expect(stored["base"]["style"].string == "script")
      #expect(stored["base"]["script"]["steps"].array.count == 2)
      try eventually(within: .seconds(40), "the plan to follow the script", every: 300_000) {
        let entries = try station.json("/api/channels/\(channel)/timeline")["entries"].array
        return entries.contains { $0["path"].string?.hasPrefix("base/s") == true }
      }
      try Self.expectPhone(browser)
      try Self.expectImport(station, channel, browser)
      #expect(browser.alert == nil)
      #expect(try browser.complaints() == [])
    }
  }

  private static let script = """
    timeZone: UTC
    base:
      style: script
      script:
        contents:
        - name: films
          content: library
          order: alphabetical
        steps:
        - count: 3
          content: films
        - padToNext: 15
    """

  /// Sets the whole text, as pasting does.
  private static func writeText(
    _ text: String, into name: String = "text-area", _ browser: Browser
  ) throws {
    try browser.see("[data-test=\(name)]")
    try browser.run(
      """
      const area = document.querySelector(`[data-test=${arguments[0]}]`);
      area.focus();
      area.value = arguments[1];
      area.dispatchEvent(new Event("input", { bubbles: true }));
      """, name, text)
  }

  private static func expectText(
    _ what: String, _ browser: Browser, _ fits: (String) -> Bool
  ) throws {
    try eventually(within: .seconds(20), "the text to be \(what)", every: 100_000) {
      let text = try browser.run("return document.querySelector('[data-test=text-area]').value")
      return fits(text.string ?? "")
    }
  }

  private static func expectSteps(_ browser: Browser) throws {
    let more = "return !document.querySelector('[data-test=week-out]').disabled"
    while try browser.run(more).flag == true { try browser.click("week-out") }
    try eventually(within: .seconds(20), "pieces of the steps", every: 100_000) {
      try browser.count("[data-test=piece][data-path='base/s0']") > 0
    }
  }

  /// A fault is told at its line, the draft stays, and undo takes the fault away.
  private static func expectFaults(_ browser: Browser) throws {
    let broken = script.replacingOccurrences(of: "count: 3", with: "coutn: 3")
      .replacingOccurrences(of: "order: alphabetical", with: "order: odd")
    try writeText(broken, browser)
    try browser.see("text-problem", "to name line 8") { $0.contains("Line 8") }
    let marked = try browser.run(
      "return [...document.querySelectorAll('.text-lines .bad')].map((line) => line.textContent)")
    #expect(marked.array.compactMap(\.string) == ["8", "10"])
    #expect(try browser.texts("outlook-state") == ["The rules can’t be followed"])
    try keepTextPicture(browser, "schedule-text-fault")
    try browser.click("undo")
    try expectText("as before", browser) { $0.contains("count: 3") && !$0.contains("odd") }
    try browser.see("outlook-state", "to be a preview") { $0 == "Unsaved preview" }
    try browser.click("undo")
    try expectText("continuous", browser) { $0.contains("style: continuous") }
    try browser.click("redo")
    try expectText("the script", browser) { $0.contains("padToNext: 15") }
    try expectSteps(browser)
  }

  private static func expectPhone(_ browser: Browser) throws {
    try browser.resize(width: 390, height: 844)
    try browser.click("pane-rules")
    try browser.see("rules-text")
    let seen = try browser.run("return document.documentElement.scrollWidth").number ?? 0
    #expect(seen <= 390)
    try keepTextPicture(browser, "schedule-text-phone")
    try browser.resize(width: 1280, height: 900)
  }

  /// What a channel is exported as makes another one, by the page and by the command line.
  private static func expectImport(
    _ station: Station, _ channel: String, _ browser: Browser
  ) throws {
    let environment = ["EXSTREAMTV_DATA": station.data.path, "EXSTREAMTV_PORT": "\(station.port)"]
    func command(_ arguments: [String]) throws -> String {
      let (status, text) = try Child.output(
        of: Station.program("exstreamtv"), ["channel"] + arguments, environment: environment)
      #expect(status == 0, "\(text)")
      return text
    }
    let number = try #require(
      try station.json("/api/channels/\(channel)")["number"].string)
    let text = try command(["export", number])
    #expect(text.contains("style: script") && text.contains("content: library"))
    let other = text.replacingOccurrences(of: "number: '\(number)'", with: "number: '77'")
      .replacingOccurrences(of: "count: 3", with: "count: 5")
    try browser.open(station.base + "/#/channels")
    try browser.click("channel-import")
    try writeText(
      other.replacingOccurrences(of: "content: library", with: "content: {show: Gone}"),
      into: "import-text", browser)
    try browser.see("import-report", "to name what is missing") { $0.contains("no show 'Gone'") }
    try writeText(other, into: "import-text", browser)
    try browser.see("import-report", "to tell") { $0.contains("Channel 77") }
    try keepTextPicture(browser, "channel-import")
    try browser.click("import-done")
    try browser.see("toast", "to tell") { $0.contains("77") }
    let file = station.data.appending(path: "channel.yaml")
    try other.replacingOccurrences(of: "'77'", with: "'78'").write(
      to: file, atomically: true, encoding: .utf8)
    #expect(try command(["import", file.path, "--dry-run"]).contains("would be made"))
    #expect(try command(["import", file.path]).contains("was made"))
    let numbers = try station.json("/api/channels")["channels"].array.compactMap {
      $0["number"].string
    }
    #expect(numbers.contains("77") && numbers.contains("78"))
    try expectBuild(station, "78", browser)
  }

  /// The example of the documentation builds an evening, which is planned and aired.
  private static func expectBuild(
    _ station: Station, _ number: String, _ browser: Browser
  ) throws {
    let example = Root.folder.appending(path: "docs/examples/evening.py").path
    let (status, text) = try Child.output(
      of: "/usr/bin/env", ["python3", example, station.base, number, "0.1"])
    #expect(status == 0 && text.contains("Red"), "\(text)")
    let channel = try station.json("/api/channels")["channels"].array.first {
      $0["number"].string == number
    }
    let id = try #require(channel?["id"].string)
    let builds = try station.json("/api/channels/\(id)/rules")["rules"]["builds"]
    #expect(builds[0]["name"].string == "Evening")
    try eventually(within: .seconds(40), "the plan to follow the build", every: 300_000) {
      let entries = try station.json("/api/channels/\(id)/timeline")["entries"].array
      let built = entries.filter { $0["path"].string?.hasPrefix("build") == true }
      return built.count >= 4 && entries.contains { $0["path"].string == "base/s0" }
    }
    try browser.open(station.base + "/#/schedule/\(id)")
    try browser.see("fold-builds")
    try browser.run("document.querySelector('[data-test=fold-builds]').open = true")
    try browser.see("builds", "to name it") { $0.contains("Evening") }
    try keepTextPicture(browser, "schedule-builds")
    try browser.click("build-remove")
    try browser.see("outlook-state", "to be a preview") { $0 == "Unsaved preview" }
    #expect(try browser.count("fold-builds") == 0)
    try browser.click("undo")
    try browser.see("fold-builds")
  }

  private static func keepTextPicture(_ browser: Browser, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["EXSTREAMTV_PICTURES"] else { return }
    try browser.screenshot().write(to: URL(filePath: "\(folder)/\(name).png"))
  }
}

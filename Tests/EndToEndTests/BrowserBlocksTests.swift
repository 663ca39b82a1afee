import Fetch
import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test(
    "a channel is programmed in blocks and classic slots; a change of style keeps what can be kept",
    .timeLimit(.minutes(3)))
  func blocks() throws {
    try Self.station(["red", "blue"], seconds: 90) { station, browser in
      let channel = try #require(try station.json("/api/channels")["channels"][0]["id"].string)
      try browser.open(station.base + "/#/schedule/\(channel)")
      try browser.see("piece")
      try Self.makeBlocks(browser)
      try Self.keepBlocksPicture(browser, "blocks")
      try Self.expectFit(browser, pane: "rules", "blocks-phone")
      try browser.click("schedule-save")
      try browser.see("toast", "to tell") { $0.contains("saved") }
      try Self.expectBlocks(station, channel)
      try Self.expectCare("a schedule of blocks", browser, width: 1440)
      try Self.addDecoAndHoliday(browser)
      try Self.changeToClassic(browser)
      try browser.click("schedule-save")
      try eventually(within: .seconds(20), "classic slots to be stored", every: 200_000) {
        let rules = try station.json("/api/channels/\(channel)/rules")["rules"]
        return rules["base"]["style"].string == "classic"
          && rules["decos"][0]["mode"].string == "disable"
          && rules["decos"][0]["days"]["holidays"][0]["name"].string == "easter"
      }
      try Self.expectWarnings(station, channel, browser)
      try Self.expectFit(browser, pane: "week", "warnings-phone")
      try Self.expectCare("a schedule of classic slots", browser, width: 1440)
      #expect(browser.alert == nil)
      #expect(try browser.complaints().filter { !$0.contains("422") } == [])
    }
  }

  /// One content for ever becomes one block; a second one comes at noon, of another kind of day
  /// on weekends.
  private static func makeBlocks(_ browser: Browser) throws {
    try browser.click("label:has([data-test=style-blocks])")
    try browser.see("[data-test=plan]")
    try browser.run("document.querySelector('[data-test=block]').open = true")
    try browser.click("slot-open")
    try browser.see("slot-form")
    try browser.click("slot-open")
    #expect(try browser.count("[data-test=block]") == 1)
    try browser.click("block-add")
    try eventually(within: .seconds(5), "a second block", every: 100_000) {
      try browser.count("[data-test=block]") == 2
    }
    try browser.click("block-time-add")
    try eventually(within: .seconds(5), "a second time", every: 100_000) {
      try browser.count("[data-test=block-time]") == 2
    }
    try browser.run(
      """
      const choice = [...document.querySelectorAll("[data-test=block-time] select")].at(-1);
      choice.selectedIndex = 1;
      choice.dispatchEvent(new Event("change"));
      """)
    try browser.click("template-add")
    try browser.see("[data-test=calendar]")
    try browser.see("outlook-state", "to be a preview") { $0 == "Unsaved preview" }
  }

  /// A phone shows all of it without scrolling to the side.
  private static func expectFit(_ browser: Browser, pane: String, _ picture: String) throws {
    try browser.resize(width: 390, height: 844)
    try browser.run("scrollTo(0, 0)")
    try browser.click("pane-\(pane)")
    let seen = try browser.run("return document.documentElement.scrollWidth").number ?? 0
    #expect(seen <= 390)
    try keepBlocksPicture(browser, picture)
    try browser.resize(width: 1440, height: 900)
  }

  private static func expectBlocks(_ station: Station, _ channel: String) throws {
    let base = try station.json("/api/channels/\(channel)/rules")["rules"]["base"]
    #expect(base["style"].string == "blocks")
    #expect(base["plan"]["blocks"].array.count == 2)
    #expect(base["plan"]["templates"].array.count == 2)
    #expect(base["plan"]["templates"][0]["times"].array.count == 2)
    #expect(base["plan"]["calendar"][0]["days"]["weekdays"].array.count == 2)
    try eventually(within: .seconds(40), "the plan to follow the blocks", every: 300_000) {
      try station.json("/api/channels/\(channel)/timeline")["entries"].array.contains {
        $0["path"].string?.hasPrefix("base/b") == true
      }
    }
  }

  private static func addDecoAndHoliday(_ browser: Browser) throws {
    try browser.run("document.querySelector('[data-test=fold-decos]').open = true")
    try browser.click("deco-add")
    try browser.see("[data-test=deco]")
    try browser.run("document.querySelector('[data-test=deco] details.more').open = true")
    try browser.click("[data-test=deco] [data-test=holiday-add]")
    try browser.see("[data-test=holiday]")
    try pick("easter", in: "[data-test=holiday-kind]", browser)
    try pick("disable", in: "[data-test=deco] [data-test=rule-mode]", browser)
  }

  /// Two blocks have no place among classic slots: people are asked.
  private static func changeToClassic(_ browser: Browser) throws {
    try browser.run("scrollTo(0, 0)")
    try browser.click("label:has([data-test=style-classic])")
    try browser.see("dialog[open]", "to say what is lost") { $0.contains("no place") }
    try browser.click("confirm-accept")
    try browser.see("slot-add")
    try browser.see("outlook-state", "to be a preview") { $0 == "Unsaved preview" }
    // The first of them begins at noon.
    try browser.click("slot-open")
    try browser.see("slot-form")
    try browser.type("12:00", into: "rule-start")
    try pick("duration", in: "[data-test=slot-form] [data-test=rule-mode]", browser)
    try keepBlocksPicture(browser, "classic")
  }

  /// What can't be done is told beside the rules, and in the list of channels.
  private static func expectWarnings(
    _ station: Station, _ channel: String, _ browser: Browser
  ) throws {
    let rules = """
      {"version":1,"base":{"style":"slots","slots":[
        {"name":"Short","start":"00:00","content":{"kind":"library"}},
        {"name":"Never","start":"00:00","content":{"kind":"library"},"seasons":[77]}]}}
      """
    let answer = try station.send("PUT", "/api/channels/\(channel)/rules", json: rules)
    #expect(answer.status == 200)
    try eventually(within: .seconds(40), "warnings of the look ahead", every: 300_000) {
      try !station.json("/api/channels/\(channel)/rules")["warnings"].array.isEmpty
    }
    try browser.open(station.base + "/#/channels")
    try browser.see("channel-warnings", "to tell") { $0.contains("warning") }
    try browser.click("channel-warnings")
    try browser.see("warnings")
    try browser.run("document.querySelector('[data-test=warnings]').open = true")
    try eventually(within: .seconds(5), "the slot that never plays", every: 100_000) {
      try browser.texts("warning").contains { $0.contains("Never") }
    }
    try keepBlocksPicture(browser, "warnings")
  }

  private static func pick(_ value: String, in selector: String, _ browser: Browser) throws {
    try browser.run(
      """
      const choice = document.querySelector(arguments[0]);
      choice.selectedIndex = [...choice.options].findIndex(({ value }) => value === arguments[1]);
      choice.dispatchEvent(new Event("change", { bubbles: true }));
      """, selector, value)
  }

  /// Leaves a picture where somebody wants to look at it.
  private static func keepBlocksPicture(_ browser: Browser, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["EXSTREAMTV_PICTURES"] else { return }
    try browser.screenshot().write(to: URL(filePath: "\(folder)/\(name).png"))
  }
}

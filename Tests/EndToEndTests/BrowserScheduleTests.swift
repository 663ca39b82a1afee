import Fetch
import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test(
    "a schedule is edited with a live preview, moved, undone, refused at its field and saved",
    .timeLimit(.minutes(3)))
  func schedule() throws {
    try Self.station(["red", "blue"], seconds: 90) { station, browser in
      let channel = try #require(try station.json("/api/channels")["channels"][0]["id"].string)
      try browser.open(station.base + "/#/channels")
      try browser.click("channel-schedule")
      try browser.see("piece")
      try browser.see("outlook-state") { $0 == "As planned" }
      try Self.keepSchedulePicture(browser, "schedule")
      try Self.expectScheduleParts(browser)
      try Self.makeEvening(browser)
      try Self.moveEvening(browser)
      try Self.expectRefusal(browser)
      try Self.darken(browser)
      try browser.click("schedule-save")
      try browser.see("toast", "to tell") { $0.contains("saved") }
      try Self.expectSaved(station, channel, browser)
      try Self.expectReason(browser)
      try browser.resize(width: 390, height: 844)
      // What was read before may have been far down.
      try browser.run("scrollTo(0, 0)")
      try browser.click("pane-week")
      try browser.see("schedule-day")
      let seen = try browser.run("return document.documentElement.scrollWidth").number ?? 0
      #expect(seen <= 390)
      try Self.keepSchedulePicture(browser, "schedule-phone")
      #expect(browser.alert == nil)
      // The refused time is a status that the console notes.
      #expect(try browser.complaints().filter { !$0.contains("422") } == [])
    }
  }

  private static let hostile = "<img src=x onerror=alert(1)>"

  /// From one content for ever to slots by time, with a second one in the evening.
  private static func makeEvening(_ browser: Browser) throws {
    try browser.click("label:has([data-test=style-slots])")
    try browser.click("slot-add")
    try browser.see("slot-form")
    try browser.type(hostile, into: "rule-name")
    try browser.see("outlook-state", "to be a preview") { $0 == "Unsaved preview" }
    try showMuch(browser)
    try expectEvening(at: "20:00", browser)
    #expect(try browser.texts("slot-open").contains { $0.contains(hostile) })
  }

  /// By the arrow keys, back and forth, and by the pointer.
  private static func moveEvening(_ browser: Browser) throws {
    try browser.run("document.querySelector(arguments[0]).focus()", mark + "[tabindex='0']")
    try press(["\u{E015}", "\u{E015}"], browser)
    try expectEvening(at: "20:30", browser)
    try press(["\u{E009}", "z"], together: true, browser)
    try expectEvening(at: "20:00", browser)
    // Two hours before 20:30, if that was brought back.
    try browser.click("redo")
    try drag(hours: -2, browser)
    try expectEvening(at: "18:30", browser)
    try keepSchedulePicture(browser, "schedule-moved")
    try browser.click("undo")
  }

  /// What the API refuses is told at the field that it names.
  private static func expectRefusal(_ browser: Browser) throws {
    try browser.type("25:00", into: "rule-start")
    try browser.see("rule-start-problem", "to tell") { $0.contains("time") || $0.contains("start") }
    let invalid = "return document.querySelector('[data-test=rule-start]').ariaInvalid"
    #expect(try browser.run(invalid).string == "true")
    try keepSchedulePicture(browser, "schedule-refused")
    try browser.click("undo")
    try browser.see("rule-start-problem", "to be gone") { $0.isEmpty }
    try expectEvening(at: "20:30", browser)
  }

  /// Gaps of the evening are to be black.
  private static func darken(_ browser: Browser) throws {
    try browser.click("[data-test=slot-more] summary")
    try browser.click("[data-test=rule-padding] option[value=black]")
    try browser.see("outlook-state", "to be a preview") { $0 == "Unsaved preview" }
    try keepSchedulePicture(browser, "schedule-black")
  }

  private static func expectSaved(_ station: Station, _ channel: String, _ browser: Browser) throws
  {
    let stored = try station.json("/api/channels/\(channel)/rules")
    let slots = stored["rules"]["base"]["slots"].array
    #expect(stored["isSimple"].flag == false)
    #expect(slots.map { $0["start"].string } == ["06:00", "20:30"])
    #expect(slots.last?["name"].string == hostile)
    #expect(slots.map { $0["padding"].string } == [nil, "black"])
    try browser.command("POST", "/refresh")
    try browser.see("outlook-state", "to be as planned") { $0 == "As planned" }
    try browser.see("piece")
    #expect(try browser.texts(".slot-time") == ["06:00", "20:30"])
  }

  /// Every entry tells why it is on, and leads to its slot.
  private static func expectReason(_ browser: Browser) throws {
    try showMuch(browser)
    try eventually(within: .seconds(40), "the plan to follow the slots", every: 200_000) {
      try browser.count("[data-test=piece][data-path='base/1']") > 0
    }
    try browser.run(
      "document.querySelector(arguments[0]).click()", "[data-test=piece][data-path='base/1']")
    // Clips this short are drawn together.
    try browser.click("why-entry")
    try browser.see("why-reason", "to tell") { !$0.isEmpty }
    try browser.click("why-slot")
    try browser.see("[data-way='base.slots.1'] [data-test=slot-form]")
    try browser.click("pane-list")
    try browser.see("agenda-row")
    #expect(try browser.texts("agenda-row").contains { $0.contains("Red") })
  }

  /// Whole days at once.
  private static func showMuch(_ browser: Browser) throws {
    let more = "return !document.querySelector('[data-test=week-out]').disabled"
    while try browser.run(more).flag == true { try browser.click("week-out") }
  }

  private static let mark = "[data-test=mark][data-way='base.slots.1']"

  /// The mark stands at a time, and the preview's evening begins then.
  private static func expectEvening(at time: String, _ browser: Browser) throws {
    let script = """
      const shown = document.querySelector(arguments[0])?.ariaValueText;
      const starts = [...document.querySelectorAll("[data-test=piece][data-path='base/1']")]
        .map((piece) => new Date(Number(piece.dataset.start)).toISOString().slice(11, 16));
      return [shown, starts.includes(arguments[1])];
      """
    try eventually(within: .seconds(20), "an evening at \(time)", every: 100_000) {
      let found = try browser.run(script, mark, time)
      return found[0].string == time && found[1].flag == true
    }
  }

  private static func press(
    _ keys: [String], together: Bool = false, _ browser: Browser
  ) throws {
    let down = keys.map { ["type": "keyDown", "value": $0] }
    let up = keys.map { ["type": "keyUp", "value": $0] }
    let steps = together ? down + up.reversed() : zip(down, up).flatMap { [$0, $1] }
    try browser.command(
      "POST", "/actions", ["actions": [["type": "key", "id": "keys", "actions": steps]]])
  }

  /// Drags the evening's mark of the third day by some hours.
  private static func drag(hours: Double, _ browser: Browser) throws {
    let place = try browser.run(
      """
      const box = document.querySelectorAll(arguments[0])[2].getBoundingClientRect();
      const hour = document.querySelector(".week-body").offsetHeight / 24;
      return [box.x + box.width / 2, box.y + box.height / 2, hour];
      """, mark)
    guard let x = place[0].number, let y = place[1].number, let hour = place[2].number else {
      throw Failure("no mark to drag")
    }
    let end = Double(y) + hours * Double(hour)
    let steps: [[String: Any]] = [
      ["type": "pointerMove", "x": Int(x), "y": Int(y)], ["type": "pointerDown", "button": 0],
      ["type": "pointerMove", "x": Int(x), "y": Int(end) - 5, "duration": 50],
      ["type": "pointerMove", "x": Int(x), "y": Int(end), "duration": 50],
      ["type": "pointerUp", "button": 0],
    ]
    try browser.command(
      "POST", "/actions",
      [
        "actions": [
          [
            "type": "pointer", "id": "mouse", "parameters": ["pointerType": "mouse"],
            "actions": steps,
          ]
        ]
      ])
  }

  /// Leaves a picture where somebody wants to look at it.
  private static func keepSchedulePicture(_ browser: Browser, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["EXSTREAMTV_PICTURES"] else { return }
    try browser.screenshot().write(to: URL(filePath: "\(folder)/\(name).png"))
  }
}

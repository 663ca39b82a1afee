import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test(
    "a mirror and an on-demand channel are made in the form and marked", .timeLimit(.minutes(2)))
  func kinds() throws {
    try Self.station(["red", "blue"], seconds: 20) { station, browser in
      try browser.open(station.base + "/#/channels/new")
      try browser.click("channel-kind-mirror")
      try browser.see("channel-source") { !$0.isEmpty }
      try browser.type("Later", into: "channel-name")
      try browser.type("x", into: "channel-late")
      try browser.click("channel-save")
      try browser.see("channel-offset-problem", "to say what is wrong") { $0.contains("number") }
      try browser.type("1", into: "channel-late")
      try Self.keepKindPicture(browser, "kind-mirror")
      try browser.click("channel-save")
      try browser.see("channel-mark", "to tell the offset") { $0 == "+1 h" }
      try browser.open(station.base + "/#/channels/new")
      try browser.click("channel-kind-onDemand")
      try browser.type("Waiting", into: "channel-name")
      try browser.click("channel-save")
      for page in ["channels", "guide", "dashboard"] {
        try browser.go(to: page)
        try eventually(within: .seconds(15), "the marks on \(page)") {
          try browser.texts("channel-mark") == ["+1 h", "Paused"]
        }
        try Self.keepKindPicture(browser, "kind-\(page)")
      }
      let kinds = try station.json("/api/channels")["channels"].array.compactMap {
        $0["kind"].string
      }
      #expect(kinds == ["continuous", "mirror", "onDemand"])
      try Self.takeOver(browser)
      #expect(try browser.complaints() == [])
    }
  }

  /// Takes the first channel over on the page Channels, and gives it back on the page Watch.
  private static func takeOver(_ browser: Browser) throws {
    try browser.go(to: "channels")
    try browser.click("channel-takeover")
    try browser.type("Match", into: "takeover-title")
    try browser.click("takeover-begin")
    try browser.see("takeover-sources-problem", "to say what is missing") { $0.contains("address") }
    try keepKindPicture(browser, "takeover-problem")
    try browser.type("http://127.0.0.1:9/live.ts", into: "takeover-sources")
    try browser.click("takeover-begin")
    try browser.see("toast", "to say when") { $0.contains("Match takes over at") }
    try browser.go(to: "watch")
    try browser.see("watch-now", "to tell the take-over") { $0 == "Match" }
    try browser.click("takeover-open")
    try browser.see("takeover", "to list it") { $0.contains("until it is ended") }
    try keepKindPicture(browser, "takeover-watch")
    try browser.click("takeover-end")
    try browser.see("watch-now", "to tell the programme") { $0 != "Match" }
  }

  /// Leaves a picture where somebody wants to look at it.
  private static func keepKindPicture(_ browser: Browser, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["EXSTREAMTV_PICTURES"] else { return }
    try browser.screenshot().write(to: URL(filePath: "\(folder)/\(name).png"))
  }
}

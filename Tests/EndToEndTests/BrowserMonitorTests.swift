import Fetch
import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test(
    "the Monitor shows viewers as they come, ends them, and tells one something",
    .timeLimit(.minutes(3)))
  func monitor() throws {
    try Self.station(["red", "blue"], seconds: 90) { station, browser in
      try browser.open(station.base + "/#/monitor")
      try browser.see("empty") { $0.contains("Nobody is watching") }
      try browser.see("connection") { $0 == "Live" }
      let stream = try StreamViewer(station)
      try browser.see("monitor-viewers", "to be 1") { $0 == "1" }
      try browser.see("session-client", "to be named") { !$0.isEmpty }
      try browser.see("session-log", "to tell") { $0.contains("began to watch") }
      try Self.keepPicture(browser, "monitor")
      try browser.resize(width: 390, height: 844)
      let seen = try browser.run("return document.documentElement.scrollWidth").number ?? 0
      #expect(seen <= 390)
      try Self.keepPicture(browser, "monitor-phone")
      try browser.resize(width: 1440, height: 900)
      try browser.click("session-end")
      try browser.click("confirm-accept")
      try browser.see("monitor-viewers", "to be 0") { $0 == "0" }
      try eventually(within: .seconds(5), "the stream to be closed") { !stream.isOpen }
      try browser.see("session-log", "to tell") { $0.contains("was ended") }
      try Self.expectMessage(station, browser)
      let refused = try browser.complaints().filter { !$0.contains("410") }
      #expect(refused == [])
    }
  }

  /// A page that watches shows a message as text, and stays off when its session is ended.
  private static func expectMessage(_ station: Station, _ browser: Browser) throws {
    try browser.go(to: "watch")
    try browser.see("stage")
    try eventually(within: .seconds(30), "a session that shows messages") {
      try station.json("/api/sessions")["sessions"][0]["showsMessages"].flag == true
    }
    let session = try station.json("/api/sessions")["sessions"][0]["id"].string ?? ""
    let text = "<img src=x onerror=alert(1)> Dinner"
    let told = try station.send(
      "POST", "/api/sessions/\(session)/message", json: #"{"text":"\#(text)"}"#)
    #expect(told.status == 204)
    try browser.see("watch-message", "to be shown") { $0.contains(text) }
    #expect(browser.alert == nil)
    try browser.click("watch-message-close")
    #expect(try station.send("POST", "/api/sessions/\(session)/end").status == 204)
    try browser.see("watch-problem", "to tell") { $0.contains("Your session was ended") }
    #expect(try station.json("/api/sessions")["sessions"].array.isEmpty)
  }

  /// Leaves a picture where somebody wants to look at it.
  private static func keepPicture(_ browser: Browser, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["EXSTREAMTV_PICTURES"] else { return }
    try browser.screenshot().write(to: URL(filePath: "\(folder)/\(name).png"))
  }
}

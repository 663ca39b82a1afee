import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test(
    "searches are saved, contents are put together, and a channel plays them",
    .timeLimit(.minutes(3)))
  func contents() throws {
    try Self.station(["red", "blue", "green"], seconds: 20) { station, browser in
      try browser.open(station.base + "/#/library/media")
      try Self.saveSearch(browser)
      try Self.makePlaylist(browser)
      try browser.open(station.base + "/#/channels/new")
      try browser.click("label:has([data-test=channel-content-collection])")
      try browser.click("[data-test=channel-content-id] optgroup[label=Playlists] option")
      try browser.type("Listed", into: "channel-name")
      try browser.see("preview", "to show both") { $0.contains("Blue") && $0.contains("Red") }
      try Self.keepContentPicture(browser, "content-form")
      try browser.click("channel-save")
      try eventually(within: .seconds(20), "the playlist's programmes in the guide") {
        let rows = try station.json("/api/guide?hours=1")["channels"].array
        let titles = rows.last?["programmes"].array.compactMap { $0["title"].string } ?? []
        return titles.count > 4 && !titles.contains("Green") && Set(titles).count == 2
      }
      try Self.searchInRules(station, browser)
      let faults = try browser.complaints().filter { !$0.contains("status of 4") }
      #expect(faults == [])
    }
  }

  /// The search box says what it does not understand, finds, and saves what it found.
  private static func saveSearch(_ browser: Browser) throws {
    try browser.type("genre:comedy", into: "media-search")
    try browser.see("media-search-problem", "to name the field") { $0.contains("'genre'") }
    try browser.type("-title:green year:2000..2002", into: "media-search")
    try browser.see("media-total", "to find two") { $0.hasSuffix("of 2") }
    try browser.click("[data-test=search-help] summary")
    try browser.see("search-help", "to name the fields") { $0.contains("minutes") }
    try keepContentPicture(browser, "content-search")
    try browser.click("save-search")
    try browser.type("Not green", into: "collection-name")
    try browser.click("[data-test=collection-dialog] [data-test=collection-save]")
    try browser.see("collection", "to list it") {
      $0.contains("Not green") && $0.contains("2 items")
    }
    try browser.click("edit-collection")
    try browser.see("findings-total", "to count") { $0 == "2 items" }
    try browser.type("title:blue", into: "collection-query")
    try browser.see("findings-total", "to count anew") { $0 == "1 item" }
    try keepContentPicture(browser, "content-smart")
    try browser.click("collection-save")
    try browser.see("collection", "to tell the query") { $0.contains("title:blue") }
  }

  /// A playlist of a smart collection and a search, in the order that the buttons give it.
  private static func makePlaylist(_ browser: Browser) throws {
    try keepContentPicture(browser, "content-collections")
    try browser.click("new-playlist")
    try browser.click("collection-add")
    try browser.click("li:nth-child(2) [data-test=entry-kind] option[value=search]")
    try browser.type("title:", into: "entry-query")
    try browser.type("In turn", into: "collection-name")
    try browser.click("collection-save")
    try browser.see("entry-problem", "to say where the search is wrong") {
      $0.contains("Say what 'title:' is to be")
    }
    try browser.type("title:red", into: "entry-query")
    try browser.click("li:nth-child(2) [data-test=move-up]")
    for (name, width, height) in [("wide", 1280, 900), ("phone", 390, 844)] {
      try browser.resize(width: width, height: height)
      try keepContentPicture(browser, "content-playlist-\(name)")
      let overflow = try browser.run("return document.body.scrollWidth - innerWidth").number ?? 1
      #expect(overflow <= 0, "\(name)")
    }
    try browser.resize(width: 1280, height: 900)
    try browser.click("collection-save")
    try browser.see("[data-kind=playlist]", "to list it") { $0.contains("2 contents") }
  }

  /// The page Schedule offers the same contents, and says where a search in it is wrong.
  private static func searchInRules(_ station: Station, _ browser: Browser) throws {
    let id = try #require(try station.json("/api/channels")["channels"].array.first?["id"].string)
    try browser.open(station.base + "/#/schedule/\(id)")
    try browser.click("slot-open")
    try browser.click("[data-test=rule-content-kind] option[value=search]")
    try browser.type("year:x", into: "rule-query")
    try browser.see("rule-query-problem", "to say what is wrong") { $0.contains("a number") }
    try keepContentPicture(browser, "content-rules")
  }

  /// Leaves a picture where somebody wants to look at it.
  private static func keepContentPicture(_ browser: Browser, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["EXSTREAMTV_PICTURES"] else { return }
    try browser.screenshot().write(to: URL(filePath: "\(folder)/\(name).png"))
  }
}

import Fetch
import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test(
    "a profile is made, judged by what it does to a file, and brought to air",
    .timeLimit(.minutes(3)))
  func profiles() throws {
    try Self.station(["red", "blue"], seconds: 20) { station, browser in
      try browser.open(station.base + "/#/profiles")
      try browser.see("profiles") {
        $0.contains("Copy first") && $0.contains("4K HEVC") && $0.contains("sound only")
      }
      try Self.testMachine(station, browser)
      let channel = try Self.drawOver(station)
      try browser.click("profile-new")
      try browser.see("outline-picture") { $0 == "passed on as it is" }
      try Self.outline(as: channel, browser)
      try browser.type("Small", into: "profile-name")
      try browser.type("99", into: "profile-width")
      try browser.click("profile-save")
      try browser.see("profile-width-problem", "to tell the bounds") { $0.contains("128 to 3840") }
      try Self.keepProfilePicture(browser, "profile-problem")
      try Self.expectRefusals(browser)
      try browser.type("640", into: "profile-width")
      try browser.type("360", into: "profile-height")
      try browser.click("profile-allowsCopy")
      try browser.see("outline-picture", "to follow the switch") { $0 == "encoded" }
      try browser.see("outline-hardware") { $0.contains("processor encodes") }
      try browser.see("outline-steps") { $0.contains("fps=30") }
      try browser.see("outline-blockers") { $0.contains("always encodes") }
      try Self.chooseCodecs(browser)
      try browser.click("outline-try")
      try browser.see("outline-tried", within: .seconds(60), "to tell how fast it was") {
        $0.contains("times as fast as they play") && $0.contains("processor encodes")
      }
      try eventually(within: .seconds(10), "the picture of it") {
        try browser.run("return document.querySelector('[data-test=outline-shot]').naturalWidth")
          .number == 640
      }
      try browser.click("rung-add")
      try browser.see("outline-blockers", "to tell what a ladder does") {
        $0.contains("smaller pictures")
      }
      try browser.click("rung-add")
      try Self.keepProfilePicture(browser, "profile-form")
      try browser.click("profile-save")
      try browser.see("profiles", "to list it") {
        $0.contains("Small") && $0.contains("240p, 144p")
      }
      try Self.expectRefusals(browser)
      try Self.bringToAir("Small", station, browser)
    }
  }

  /// Gives the station's channel something that it draws into its picture.
  private static func drawOver(_ station: Station) throws -> String {
    let channel = try station.json("/api/channels")["channels"][0]["id"].string ?? ""
    let made = try station.send(
      "POST", "/api/graphics", json: #"{"name":"Now","text":"{title}","place":"topRight"}"#)
    #expect(made.status == 201)
    let graphic = Int(try station.json("/api/graphics")["graphics"][0]["id"].number ?? 0)
    let given = try station.send(
      "PATCH", "/api/channels/\(channel)",
      json: #"{"graphics":[\#(graphic)],"burn":[{"language":"en"}]}"#)
    #expect(given.status == 200)
    return channel
  }

  /// What would be done with a file is told as the channel would show it.
  private static func outline(as channel: String, _ browser: Browser) throws {
    let choose = """
      const choice = document.querySelector("[data-test=outline-channel]");
      choice.value = arguments[0];
      choice.dispatchEvent(new Event("change", { bubbles: true }));
      """
    try browser.see("[data-test=outline-channel]")
    try browser.run(choose, channel)
    try browser.see("outline-picture", "to count the graphic") { $0 == "encoded" }
    try browser.see("outline-subtitles") { $0.contains("No track of the file") }
    try browser.see("outline-steps") { $0.contains("Graphics") && $0.contains("ass=") }
    try keepProfilePicture(browser, "profile-channel")
    try browser.run(choose, "")
    try browser.see("outline-picture") { $0 == "passed on as it is" }
  }

  /// The matrix of this machine is there by itself, and again when it is asked for.
  private static func testMachine(_ station: Station, _ browser: Browser) throws {
    try browser.see("machine-line", within: .seconds(60), "to tell what was tested") {
      $0.contains("Tested with ffmpeg version")
    }
    try browser.see("machine-software") { $0.contains("passed") }
    try browser.see("machine-vaapi") { $0.contains("failed") }
    let first = try station.json("/api/hardware")["testedAt"].number ?? 0
    try browser.click("machine-test")
    try browser.see("machine-line") { $0.contains("is asked to encode") }
    try eventually(within: .seconds(60), "another test", every: 200_000) {
      try station.json("/api/hardware")["testedAt"].number ?? 0 > first
    }
    try browser.see("machine-line") { $0.contains("Tested with ffmpeg version") }
    try keepProfilePicture(browser, "profiles")
    try browser.resize(width: 390, height: 844)
    try keepProfilePicture(browser, "profiles-phone")
    let width = try browser.run("return document.documentElement.scrollWidth").number
    #expect(width == 390, "it fits a phone")
    try browser.resize(width: 1440, height: 900)
  }

  private static func bringToAir(
    _ profile: String, _ station: Station, _ browser: Browser
  ) throws {
    let channel = try station.json("/api/channels")["channels"][0]["id"].string ?? ""
    try browser.go(to: "channels/\(channel)")
    try browser.see("channel-profile")
    try browser.run(
      """
      const select = document.querySelector("[data-test=channel-profile]");
      select.value = arguments[0];
      select.dispatchEvent(new Event("change", { bubbles: true }));
      """, profile)
    try browser.click("channel-save")
    try browser.see("channels", "to name the profile") { $0.contains(profile) }
    let probe = try Child.output(
      of: "ffprobe",
      [
        "-v", "error", "-select_streams", "v", "-show_entries", "stream=width,height", "-of",
        "csv=p=0", station.base + "/iptv/channel/1.ts",
      ])
    #expect(probe.text.contains("640,360"))
    try browser.go(to: "profiles")
    try browser.see("profiles", "to tell who uses it") { $0.contains("used by channel 1 ") }
    let profiles = try station.json("/api/profiles")["profiles"].array
    let used = profiles.first { $0["name"].string == profile }?["id"].number ?? 0
    let refused = try station.send("DELETE", "/api/profiles/\(Int(used))")
    #expect(refused.status == 409)
    #expect(try station.send("DELETE", "/api/profiles/3").status == 204, "480p is not used")
    try browser.see("profiles", "to drop what was removed") { !$0.contains("480p") }
    #expect(try browser.complaints() == [])
  }

  @Test("rules choose the sound track, and tell what files would get", .timeLimit(.minutes(2)))
  func soundTracks() throws {
    try Self.station(["red"], seconds: 10) { media in
      let film = media.appending(path: "Two Tongues (2001).mkv").path
      let made = try Child.output(
        of: "ffmpeg",
        [
          "-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=green:s=320x180:r=30", "-f",
          "lavfi", "-i", "sine=440:r=48000", "-map", "0:v", "-map", "1:a", "-map", "1:a", "-t",
          "10", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "30",
          "-c:a", "aac", "-ac", "2", "-metadata:s:a:0", "language=eng", "-metadata:s:a:1",
          "language=ger", "-disposition:a:0", "default", "-disposition:a:1", "0", film,
        ])
      #expect(made.text.isEmpty)
    } _: { station, browser in
      let channel = try station.json("/api/channels")["channels"][0]["id"].string ?? ""
      try browser.open(station.base + "/#/channels/\(channel)")
      try browser.click("[data-test=audio] > summary")
      try browser.click("audio-add")
      try browser.type("German", into: "[data-test=audio-language-0]")
      try browser.see("audio-files", "to tell the pick") {
        $0.contains("ger, stereo · rule 1, of 2")
      }
      try browser.click("tracks-add")
      try browser.type("English", into: "[data-test=track-name-0]")
      try browser.type("en", into: "[data-test=track-language-0]")
      try browser.type("en", into: "[data-test=track-0-language-0]")
      try browser.see("audio-files", "to tell what viewers can choose") {
        $0.contains("English: eng, stereo")
      }
      try Self.keepProfilePicture(browser, "audio-rules")
      try browser.click("channel-save")
      try browser.see("channels")
      try Self.expectTongue("ger", of: channel, station)
      let saved = try station.json("/api/channels/\(channel)")["audio"]
      #expect(saved.array.map { $0["language"].string } == ["German"])
      let offered = try station.json("/api/channels/\(channel)")["audioTracks"]
      #expect(offered.array.map { $0["name"].string } == ["English"])
      try browser.go(to: "dashboard")
      try browser.see("on-air-title")
      try browser.go(to: "channels/\(channel)")
      try browser.see("audio-files") { $0.contains("rule 1") }
      #expect(try browser.complaints() == [])
    }
  }

  /// Chromium notes each refusal of the API; nothing else may be there.
  private static func expectRefusals(_ browser: Browser) throws {
    let others = try browser.complaints().filter { !$0.contains("422") }
    #expect(others == [])
  }

  /// The plan that the transcoder reads names the picked track as the one to play.
  private static func expectTongue(
    _ language: String, of channel: String, _ station: Station
  ) throws {
    let answer = try Fetch.send(
      Request(
        method: "GET", url: "http://localhost/internal/plan/\(channel)", headers: [], body: [],
        unixSocket: station.data.appending(path: "run/internal.sock").path))
    let items = try JSONValue(answer.body)["items"].array
    let film = items.first { $0["title"].string?.contains("Two Tongues") == true }
    let played = film?["probe"]["audio"].array.filter { $0["isDefault"].flag == true }
    #expect(played?.map { $0["language"].string } == [language])
  }

  /// Leaves a picture where somebody wants to look at it.
  static func keepProfilePicture(_ browser: Browser, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["EXSTREAMTV_PICTURES"] else { return }
    try browser.screenshot().write(to: URL(filePath: "\(folder)/\(name).png"))
  }
}

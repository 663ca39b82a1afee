import Fetch
import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test(
    "a file's dark places and loudness are found, shown, offered for breaks and told on air",
    .timeLimit(.minutes(4)))
  func analysis() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try Self.makeDark(at: media.appending(path: "Dark (2001).mp4"))
    try Station.run(media: media, environment: ["EXSTREAMTV_ANALYSIS": "on"]) { station in
      try station.awaitChannel()
      try Browser.run { browser in
        try browser.open(station.base + "/#/library/media")
        try Self.expectAnalysis(browser)
        try Self.analyzeAgain(station, browser)
        try Self.chooseDetected(station, browser)
        try Self.expectOnAir(station, browser)
        #expect(try browser.complaints() == [])
      }
    }
  }

  /// Twenty seconds, black and silent from ten to eleven, loud, and fit to be copied; with another
  /// track of sound.
  private static func makeDark(at url: URL) throws {
    try Clips.ffmpeg([
      "-f", "lavfi", "-i",
      "color=red:s=320x180:r=30,drawbox=w=320:h=180:color=black:t=fill:enable='between(t,10,10.98)'",
      "-f", "lavfi", "-i",
      "sine=frequency=440:sample_rate=48000,volume=9dB,volume=0:enable='between(t,10,11)'",
      "-map", "0", "-map", "1", "-map", "1", "-metadata:s:a:1", "language=ger",
      "-t", "20", "-c:v", "libx264", "-preset", "ultrafast", "-g", "30", "-pix_fmt", "yuv420p",
      "-c:a", "aac", "-ac", "2", "file:" + url.path,
    ])
  }

  private static func expectAnalysis(_ browser: Browser) throws {
    try browser.click("media-details")
    try browser.see("dips-text", within: .seconds(60), "to tell the place") {
      $0 == "1 place where it goes black in silence: 0:10"
    }
    let sound = try #require(try browser.text("loudness"))
    #expect(sound.contains("LUFS") && sound.contains("softer"), "\(sound)")
    #expect(try browser.count("dips") == 1)
    let other = try #require(try browser.text("loudness-further"))
    #expect(other.contains("Track 2, ger: Loudness"), "\(other)")
    try keepAnalysisPicture(browser, "analysis")
    try browser.resize(width: 390, height: 844)
    #expect((try browser.run("return document.documentElement.scrollWidth").number ?? 0) <= 390)
    try keepAnalysisPicture(browser, "analysis-phone")
    try browser.resize(width: 1280, height: 900)
  }

  private static func analyzeAgain(_ station: Station, _ browser: Browser) throws {
    try browser.click("analyze")
    try eventually(within: .seconds(60), "a job for the file") {
      try station.json("/api/jobs")["jobs"].array.contains {
        $0["subject"].string == "media:1" && $0["state"].string == "done"
      }
    }
    try browser.see("analyze", "to be done") { $0 == "Analyse Again" }
    try browser.go(to: "library/folders")
    try browser.see("analyze-folder")
    try keepAnalysisPicture(browser, "analysis-folders")
  }

  private static func chooseDetected(_ station: Station, _ browser: Browser) throws {
    let channel = try #require(try station.json("/api/channels")["channels"][0]["id"].string)
    try browser.go(to: "channels")
    try browser.click("channel-schedule")
    try browser.see("fold-fillers")
    let unfold = """
      const fold = document.querySelector("[data-test=fold-fillers]");
      for (const one of [fold, ...fold.querySelectorAll("details")]) one.open = true;
      """
    try browser.run(unfold)
    try browser.click("filler-add")
    func choose(_ value: String, in name: String) throws {
      try browser.see(name)
      try browser.run(
        """
        const field = document.querySelector(`[data-test=${arguments[0]}]`);
        field.value = arguments[1];
        field.dispatchEvent(new Event("change", { bubbles: true }));
        """, name, value)
    }
    try choose("mid", in: "rule-place")
    try choose("detected", in: "break-kind")
    try browser.run(unfold)
    try browser.type("0.5 s", into: "rule-black")
    try keepAnalysisPicture(browser, "analysis-breaks")
    try browser.click("schedule-save")
    try browser.see("toast", "to tell") { $0.contains("saved") }
    let breaks = try station.json("/api/channels/\(channel)/rules")["rules"]["fillers"][0]["breaks"]
    #expect(breaks["detected"].flag == true && breaks["black"].number == 500)
  }

  private static func expectOnAir(_ station: Station, _ browser: Browser) throws {
    let list = try station.get("/iptv/channel/1.m3u8")
    let line = String(decoding: list.body, as: UTF8.self).split(separator: "\n").last
    let place = URL(string: "/iptv/channel/1.m3u8")
    let path = try #require(line.flatMap { URL(string: String($0), relativeTo: place)?.path })
    try browser.go(to: "")
    try eventually(within: .seconds(30), "the channel on air, told how it is made") {
      guard try station.get(path).status == 200 else { return false }
      let stream = try station.json("/api/on-air")["channels"][0]["stream"]
      return stream["method"].string?.contains("too loud as it is copied") == true
    }
  }

  /// For people who want to see the page.
  private static func keepAnalysisPicture(_ browser: Browser, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["EXSTREAMTV_PICTURES"] else { return }
    try browser.screenshot().write(to: URL(filePath: "\(folder)/\(name).png"))
  }
}

import Fetch
import Foundation
import Harness
import Testing

extension BrowserTests {
  /// A film whose embedded words say which second it is, with others beside it.
  private static func makeFilm(in media: URL) throws {
    let film = media.appending(path: "Film (2001).mkv").path
    let seconds = media.appending(path: "seconds.srt")
    let words = (0..<20).map {
      "\($0 + 1)\n00:00:\($0 < 10 ? "0" : "")\($0),000 --> 00:00:\($0 < 10 ? "0" : "")\($0),900\nsecond \($0)\n\n"
    }
    try Data(words.joined().utf8).write(to: seconds)
    let made = try Child.output(
      of: "ffmpeg",
      [
        "-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=green:s=320x180:r=30", "-f", "lavfi",
        "-i", "sine=440:r=48000", "-i", seconds.path, "-map", "0:v", "-map", "1:a", "-map", "2",
        "-t", "20", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "30",
        "-c:a", "aac", "-ac", "2", "-c:s", "copy", "-metadata:s:a:0", "language=eng",
        "-metadata:s:s:0", "language=eng", film,
      ])
    #expect(made.text.isEmpty)
    try FileManager.default.removeItem(at: seconds)
    try Data("1\n00:00:01,000 --> 00:00:02,000\nGr\u{fc}\u{df}e\n".utf8)
      .write(to: media.appending(path: "Film (2001).de.forced.srt"))
  }

  @Test(
    "subtitles are offered, told, taken out, and shown at their second", .timeLimit(.minutes(2)))
  func subtitles() throws {
    try Self.station([], seconds: 1, Self.makeFilm) { station, browser in
      let channel = try station.channel("1")
      try browser.open(station.base + "/#/channels/\(channel)")
      try browser.click("[data-test=subtitles] > summary")
      try browser.click("subtitles-add")
      try browser.type("English", into: "[data-test=subtitle-name-0]")
      try browser.type("en", into: "[data-test=subtitle-language-0]")
      try browser.type("en", into: "[data-test=subtitle-0-language-0]")
      try browser.click("burn-add")
      try browser.type("ja", into: "[data-test=burn-language-0]")
      try browser.see("subtitle-files", "to tell the pick") {
        $0.contains("English: eng, words, subrip · rule 1, still to be taken out")
          && $0.contains("drawn: none") && $0.contains("2 tracks")
      }
      try Self.keepSubtitlePicture(browser, "subtitles")
      try browser.click("channel-save")
      try browser.see("channels")
      try Self.expectSaved(channel, station)
      try eventually(within: .seconds(30), "the words to be taken out") {
        let jobs = try station.json("/api/jobs")["jobs"].array
        return jobs.contains {
          $0["kind"].string == "subtitles"
            && $0["detail"].string?.hasPrefix("Subtitles of 1 media") == true
        }
      }
      try browser.go(to: "dashboard")
      try browser.see("on-air-title")
      try browser.go(to: "channels/\(channel)")
      try browser.see("subtitle-files", "to tell that they are there") {
        $0.contains("subrip · rule 1") && !$0.contains("still to be")
      }
      #expect(try browser.complaints() == [])
      try Self.expectWords(channel, station)
    }
  }

  private static func expectSaved(_ channel: String, _ station: Station) throws {
    let saved = try station.json("/api/channels/\(channel)")
    #expect(saved["subtitles"][0]["name"].string == "English")
    #expect(saved["subtitles"][0]["rules"][0]["language"].string == "en")
    #expect(saved["subtitles"][0]["rules"][0]["commentary"].flag == false)
    #expect(saved["burn"].array.map { $0["language"].string } == ["ja"])
  }

  /// The words beside segments name the second of the film that is shown then.
  private static func expectWords(_ channel: String, _ station: Station) throws {
    let multivariant = try text("/iptv/channel/1.m3u8", station)
    #expect(multivariant.contains("TYPE=SUBTITLES"), "\(multivariant)")
    let lines = multivariant.split(separator: "\n")
    let line = try #require(lines.first { $0.contains("/live/") && $0.hasSuffix("index.m3u8") })
    let index = URL(string: String(line), relativeTo: URL(string: station.base + "/iptv/channel/"))
    let address = try #require(index?.absoluteURL.path)
    let folder = String(address.dropLast("index.m3u8".count))
    let now = Int(Date().timeIntervalSince1970 * 1000)
    let starts = try station.json(
      "/api/channels/\(channel)/timeline?from=\(now - 120_000)")["entries"].array
      .compactMap { $0["start"].number }
    var checked = 0
    try eventually(within: .seconds(40), "words of three segments", every: 500_000) {
      checked = 0
      let playlist = try text(address, station)
      for (at, name) in Self.segments(of: playlist) {
        let number = name.split(separator: ".")[0]
        let words = try text("\(folder)\(number).s1.vtt", station)
        #expect(words.hasPrefix("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:"))
        guard let start = starts.last(where: { $0 <= at }) else { continue }
        for match in words.matches(of: /00:00:(\d\d)\.(\d{3}) --> .*\nsecond (\d+)/) {
          let shown = at + (Int64(match.1) ?? 0) * 1000 + (Int64(match.2) ?? 0) - start
          let second = (Int64(match.3) ?? 0) * 1000
          // A cue that began in the segment before is cut there.
          #expect(shown % 20_000 >= second - 100 && shown % 20_000 < second + 950)
          checked += 1
        }
      }
      return checked >= 4
    }
    #expect(checked >= 4)
  }

  private static func text(_ path: String, _ station: Station) throws -> String {
    let answer = try station.get(path)
    #expect(answer.status == 200, "\(path)")
    return String(decoding: answer.body, as: UTF8.self)
  }

  /// The segments of a playlist with the milliseconds at which they begin.
  private static func segments(of playlist: String) -> [(Int64, String)] {
    let form = ISO8601DateFormatter()
    form.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    var at: Int64?
    var length: Int64 = 0
    var found: [(Int64, String)] = []
    for line in playlist.split(separator: "\n") {
      if line.hasPrefix("#EXT-X-PROGRAM-DATE-TIME:") {
        at = form.date(from: String(line.dropFirst(25))).map {
          Int64(($0.timeIntervalSince1970 * 1000).rounded())
        }
      } else if line.hasPrefix("#EXTINF:") {
        length = Int64(((Double(line.dropFirst(8).prefix { $0 != "," }) ?? 0) * 1000).rounded())
      } else if line.hasSuffix(".ts"), let begin = at {
        found.append((begin, String(line)))
        at = begin + length
      }
    }
    return found
  }

  private static func keepSubtitlePicture(_ browser: Browser, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["EXSTREAMTV_PICTURES"] else { return }
    try browser.run("document.querySelector('[data-test=subtitles]').scrollIntoView()")
    try browser.screenshot().write(to: URL(filePath: "\(folder)/\(name).png"))
  }
}

import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test("the Watch page starts over, seeks by key and goes back to live", .timeLimit(.minutes(3)))
  func startOver() throws {
    try Self.station([], seconds: 0) { media in
      try Clips.make("blue", seconds: 60, at: media.appending(path: "Blue (2001).mp4"))
      try Clips.make("red", seconds: 300, at: media.appending(path: "Red (2002).mp4"))
    } _: { station, browser in
      let (id, programmes) = try station.channel("2", began: 80)
      try browser.open(station.base + "/#/watch/2")
      try Self.see("red", in: browser)
      #expect(try browser.text("watch-behind") == nil)
      try browser.run("document.body.focus()")
      try browser.click("watch-restart")
      try browser.see("watch-behind") { $0.hasSuffix("behind live") }
      let hash = try browser.run("return location.hash").string
      #expect(hash == "#/watch/2/\(programmes[1].startText)")
      try Self.see("red", in: browser)
      try expectStreams(station, id, live: 0, shifted: 1)
      // Half a minute back is the programme before it.
      try browser.run(
        "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }))")
      try Self.see("blue", in: browser)
      try browser.see("watch-title") { $0.hasPrefix("Blue") }
      try expectStreams(station, id, live: 0, shifted: 1)
      // The seek bar asks for another place of the same programme.
      try browser.run(
        """
        const bar = document.querySelector("[data-test=watch-seek]");
        bar.value = 5000;
        bar.dispatchEvent(new Event("input", { bubbles: true }));
        """)
      let start = (Int(programmes[0].startText) ?? 0) + 5000
      try eventually(within: .seconds(10), "the address to be \(start)", every: 100_000) {
        try browser.run("return location.hash").string == "#/watch/2/\(start)"
      }
      try Self.see("blue", in: browser)
      try browser.click("watch-live")
      try Self.see("red", in: browser)
      #expect(try browser.text("watch-behind") == nil)
      try expectStreams(station, id, live: 1, shifted: 0)
      try browser.go(to: "guide")
      try browser.click(".block.past[data-channel=\"\(id)\"]")
      try browser.click("programme-restart")
      try Self.see("blue", in: browser)
      #expect(try browser.complaints() == [])
    }
  }

  /// Waits for a picture of a colour that moves.
  private static func see(_ colour: String, in browser: Browser) throws {
    var seen: String?
    try eventually(within: .seconds(40), "\(colour), not \(seen ?? "nothing")", every: 200_000) {
      let pixel = try browser.run(
        """
        const video = document.querySelector("video");
        const { state } = document.querySelector("[data-test=stage]")?.dataset ?? {};
        if (state !== "playing" || !video?.videoWidth) return [];
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 1;
        const pen = canvas.getContext("2d");
        pen.drawImage(video, 0, 0, 1, 1);
        return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
        """
      ).array.map { UInt8($0.number ?? 0) }
      seen = pixel.isEmpty ? nil : Decoder.name(of: pixel)
      return seen == colour
    }
  }

  /// One browser is one viewer, wherever it is; the streams that it left end at once.
  private func expectStreams(_ station: Station, _ id: String, live: Int, shifted: Int) throws {
    var seen = ""
    try eventually(within: .seconds(10), "\(live) live and \(shifted) past, not \(seen)") {
      let rows = try station.json("/api/on-air")["channels"].array
      guard let row = rows.first(where: { $0["id"].string == id }) else { return false }
      let past = row["shifted"].array.map { $0["sessions"].array.count }
      let now = row["stream"]["sessions"].array.count
      seen = "\(now) and \(past)"
      return now == live && past == Array(repeating: 1, count: shifted)
    }
  }
}

import Fetch
import Foundation
import Harness
import Testing

extension BrowserTests {
  @Test(
    "a picture is dropped on the page, given to a channel, seen on air, and switched off by a deco",
    .timeLimit(.minutes(4)))
  func graphics() throws {
    try Self.station(["blue", "green"], seconds: 12) { station, browser in
      try browser.open(station.base + "/#/graphics")
      try browser.see("[data-test=empty]") { $0.contains("No graphics yet") }
      try Self.makeSquare(station, browser)
      try Self.makeWords(browser)
      try Self.saveOver(station, browser)
      let channel = try Self.giveSquare(station, browser)
      #expect(try Self.isRed(atTopRightOf: station), "the square is at its place")
      // On air nothing moves for a minute, since that is made ahead.
      #expect(try station.send("POST", "/api/channels/\(channel)/stop").status < 300)
      try Self.switchOff(channel, station, browser)
      try eventually(within: .seconds(60), "a picture without the square", every: 1_000_000) {
        try !Self.isRed(atTopRightOf: station)
      }
      try browser.go(to: "graphics")
      try browser.see("graphics", "to tell who uses it") {
        $0.contains("used by 1 ") && $0.contains("Words")
      }
      #expect(try browser.count("[data-test=graphic-delete]:disabled") == 1)
      #expect(
        try browser.complaints().filter { line in
          !["422", "415", "409"].contains { line.contains($0) }
        } == [])
    }
  }

  /// Drops a file that is no picture, and then a red one; the station draws it.
  private static func makeSquare(_ station: Station, _ browser: Browser) throws {
    try browser.go(to: "graphics/new")
    try browser.see("graphic-form")
    try drop("new File(['no picture'], 'logo.png', { type: 'image/png' })", browser)
    try browser.see("graphic-image-problem", "to refuse it") { $0.contains("PNG, JPEG") }
    try browser.click("graphic-save")
    try browser.see("graphic-name-problem") { $0.contains("Give the graphic a name") }
    try browser.type("Square", into: "graphic-name")
    try drop(
      """
      (() => {
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 64;
        const pen = canvas.getContext("2d");
        pen.fillStyle = "#ff0000";
        pen.fillRect(0, 0, 64, 64);
        const bytes = atob(canvas.toDataURL("image/png").split(",")[1]);
        return new File([Uint8Array.from(bytes, (one) => one.charCodeAt(0))], "logo.txt");
      })()
      """, browser)
    try browser.see("graphic-drop-line", "to have it") { $0.contains("another picture") }
    try browser.type("200", into: "graphic-width")
    try browser.click("graphic-save")
    try browser.see("graphic-width-problem") { $0.contains("1 to 100") }
    try browser.type("20", into: "graphic-width")
    try awaitShot(browser)
    try keepGraphicPicture(browser, "graphic-form")
    try browser.click("graphic-save")
    try browser.see("graphics", "to list it") { $0.contains("Square") }
  }

  /// Words with names, of which one is wrong at first.
  private static func makeWords(_ browser: Browser) throws {
    try browser.click("graphic-new")
    try browser.see("graphic-form")
    try browser.click("label:has([data-test=graphic-kind-text])")
    try browser.type("Words", into: "graphic-name")
    try browser.type("Now: {nothing}", into: "graphic-text")
    try browser.see("graphic-preview-problem", "to name the names") { $0.contains("{next.start}") }
    try browser.type("Now: ", into: "graphic-text")
    try browser.click("graphic-name-title")
    try browser.click("label:has([data-test=graphic-place-bottomLeft])")
    try browser.see("graphic-place-name") { $0 == "Bottom left" }
    try browser.click("label:has([data-test=graphic-timing-rhythm])")
    try browser.type("1,5", into: "graphic-period")
    try browser.click("graphic-hasBackground")
    try awaitShot(browser)
    try keepGraphicPicture(browser, "graphic-words")
    try browser.run("window.appearance.choose('dark')")
    try keepGraphicPicture(browser, "graphic-words-dark")
    try browser.click("graphic-save")
    try browser.see("graphics", "to list them") { $0.contains("20 s every 1 min") }
    try keepGraphicPicture(browser, "graphics-dark")
    try browser.run("window.appearance.choose('light')")
    try keepGraphicPicture(browser, "graphics")
    try browser.resize(width: 390, height: 844)
    try keepGraphicPicture(browser, "graphics-phone")
    #expect(try browser.run("return document.documentElement.scrollWidth").number == 390)
    try browser.resize(width: 1440, height: 900)
  }

  /// Somebody else changes the words while they are changed here.
  private static func saveOver(_ station: Station, _ browser: Browser) throws {
    let graphics = try station.json("/api/graphics")["graphics"].array
    let words = Int(graphics.first { $0["name"].string == "Words" }?["id"].number ?? 0)
    try browser.go(to: "graphics/\(words)")
    try browser.see("graphic-form")
    let theirs = try station.send("PATCH", "/api/graphics/\(words)", json: #"{"marginY":7}"#)
    #expect(theirs.status == 200)
    try browser.type("5", into: "graphic-size")
    try browser.click("graphic-save")
    try browser.see("dialog[open]", "to ask first") { $0.contains("somebody else saved") }
    try browser.click("confirm-cancel")
    #expect(try station.json("/api/graphics/\(words)")["marginY"].number == 7)
    try browser.click("graphic-save")
    try browser.see("dialog[open]")
    try browser.click("confirm-accept")
    try browser.see("graphics", "to list them") { $0.contains("Words") }
    #expect(try station.json("/api/graphics/\(words)")["marginY"].number == 4)
  }

  private static func giveSquare(_ station: Station, _ browser: Browser) throws -> String {
    let channel = try station.channel("1")
    let graphics = try station.json("/api/graphics")["graphics"].array
    let square = graphics.first { $0["name"].string == "Square" }?["id"].number ?? 0
    try browser.go(to: "channels/\(channel)")
    try browser.see("channel-graphics")
    try browser.click("[data-test=channel-graphics-\(Int(square))]")
    try keepGraphicPicture(browser, "graphic-channel")
    try browser.click("channel-save")
    try browser.see("channels")
    #expect(
      try station.json("/api/channels/\(channel)")["graphics"].array.map(\.number) == [square])
    return channel
  }

  private static func switchOff(
    _ channel: String, _ station: Station, _ browser: Browser
  ) throws {
    try browser.go(to: "schedule/\(channel)")
    try browser.see("piece")
    try browser.run("document.querySelector('[data-test=fold-decos]').open = true")
    try browser.click("deco-add")
    try browser.see("[data-test=deco]")
    let choose = """
      const choice = document.querySelector(`[data-way="${arguments[0]}"]`);
      choice.selectedIndex = [...choice.options].findIndex(({ value }) => value === arguments[1]);
      choice.dispatchEvent(new Event("change", { bubbles: true }));
      """
    try browser.type("00:00", into: "[data-way=\"decos.0.start\"]")
    try browser.type("24:00", into: "[data-way=\"decos.0.end\"]")
    try browser.run(choose, "decos.0.mode", "inherit")
    try browser.run(choose, "decos.0.look.mode", "add")
    try browser.see("look-graphics")
    try browser.run(
      "document.querySelector('[data-test=look-graphics]').scrollIntoView({ block: 'center' })")
    try keepGraphicPicture(browser, "graphic-deco")
    try browser.run(choose, "decos.0.look.mode", "none")
    try browser.click("schedule-save")
    try browser.see("toast", "to tell") { $0.contains("saved") }
    let deco = try station.json("/api/channels/\(channel)/rules")["rules"]["decos"][0]
    #expect(deco["mode"].string == "inherit" && deco["look"]["mode"].string == "none")
    try eventually(within: .seconds(20), "entries without graphics", every: 200_000) {
      try station.json("/api/channels/\(channel)/timeline")["entries"].array.contains {
        $0["look"].string == "No graphics are shown."
      }
    }
  }

  private static func drop(_ file: String, _ browser: Browser) throws {
    try browser.run(
      """
      const carried = new DataTransfer();
      carried.items.add(\(file));
      document.querySelector("[data-test=graphic-drop]").dispatchEvent(
        new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
      """)
  }

  private static func awaitShot(_ browser: Browser) throws {
    try eventually(within: .seconds(30), "the station's picture of it", every: 200_000) {
      try browser.run("return document.querySelector('img.graphic-shot')?.naturalWidth ?? 0")
        .number ?? 0 > 100
    }
  }

  /// Whether a decoded picture of the channel is red where the square is to be.
  private static func isRed(atTopRightOf station: Station) throws -> Bool {
    let folder = TemporaryFolder.make("square")
    defer { try? FileManager.default.removeItem(at: folder) }
    let raw = folder.appending(path: "square.rgb")
    try Clips.ffmpeg([
      "-i", station.base + "/iptv/channel/1.ts", "-frames:v", "1", "-vf",
      "crop=iw/20:ih/20:iw*0.84:ih*0.1,scale=1:1", "-pix_fmt", "rgb24", "-f", "rawvideo", raw.path,
    ])
    let pixel = [UInt8](try Data(contentsOf: raw))
    guard pixel.count == 3 else { throw Failure("no picture of the channel") }
    return pixel[0] > 180 && pixel[1] < 70 && pixel[2] < 70
  }

  /// Leaves a picture where somebody wants to look at it.
  private static func keepGraphicPicture(_ browser: Browser, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["EXSTREAMTV_PICTURES"] else { return }
    try browser.screenshot().write(to: URL(filePath: "\(folder)/\(name).png"))
  }
}

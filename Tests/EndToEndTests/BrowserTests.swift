import Foundation
import Harness
import Testing

@Suite("The WebUI in a browser", .serialized)
struct BrowserTests {
  /// A station of clips that are named after their colours, and a browser.
  static func station(
    _ colours: [String], seconds: Double,
    _ more: (URL) throws -> Void = { _ in }, _ body: (Station, Browser) throws -> Void
  ) throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    for (index, colour) in colours.enumerated() {
      let name = "\(colour.capitalized) (200\(index)).mp4"
      try Clips.make(colour, seconds: seconds, at: media.appending(path: name))
    }
    try more(media)
    try Station.run(media: media) { station in
      try station.awaitChannel()
      try Browser.run { try body(station, $0) }
    }
  }

  /// Keeps what the page's video shows, five times a second.
  private static let tape = """
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    window.tape = { times: [], colours: [], states: [], errors: [] };
    document.addEventListener("error", ({ target }) => {
      if (target.error) tape.errors.push(`${target.error.message} at ${target.currentTime}`);
    }, true);
    setInterval(() => {
      const video = document.querySelector("video");
      const { state } = document.querySelector("[data-test=stage]")?.dataset ?? {};
      if (state && state !== tape.states.at(-1)) tape.states.push(state);
      if (!video?.videoWidth || video.paused) return;
      pen.drawImage(video, 0, 0, 1, 1);
      tape.times.push(video.currentTime);
      const colour = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
      if (String(colour) !== String(tape.colours.at(-1))) tape.colours.push(colour);
    }, 200);
    """

  /// The picture goes on over two item changes, and shows what the guide names in that order.
  static func expectPlay(_ station: Station, _ browser: Browser) throws {
    try browser.run(tape)
    var colours: [String] = []
    try eventually(within: .seconds(100), "two item changes, not \(colours)", every: 300_000) {
      let seen = try browser.run("return tape.colours").array.compactMap { colour in
        Decoder.name(of: colour.array.map { UInt8($0.number ?? 0) })
      }
      colours = withoutRepeats(seen)
      return colours.count >= 3
    }
    let times = try browser.run("return tape.times.map((time) => time * 1000)").array
      .compactMap(\.number)
    #expect((times.last ?? 0) - (times.first ?? 0) > 10_000)
    let states = try browser.run("return tape.states").array.compactMap(\.string)
    let errors = try browser.run("return tape.errors").array.compactMap(\.string)
    // Chromium gives up where a starved machine lists nothing new for three seconds; the page
    // then begins anew. That must stay an exception: there were two item changes.
    let retries = states.count { $0 == "retrying" }
    #expect(retries <= 1 && !states.contains("failed"), "\(states) \(errors)")
    let steps = zip(times, times.dropFirst())
    #expect(steps.count { $0 > $1 } <= retries, "the picture never goes back")
    let start = Int(Date().timeIntervalSince1970 - 120) * 1000
    let guide = try station.json("/api/guide?hours=1&from=\(start)")["channels"][0]["programmes"]
    let titles = withoutRepeats(guide.array.compactMap { $0["title"].string?.lowercased() })
    let hasRun = titles.indices.contains { titles[$0...].starts(with: colours) }
    #expect(hasRun, "\(colours) in \(titles.prefix(20))")
  }

  private static func withoutRepeats(_ names: [String]) -> [String] {
    names.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}

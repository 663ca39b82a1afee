import Harness
import Testing

extension BrowserTests {
  /// On the form of a profile that always encodes: each codec shows what is done, and greys out what
  /// it leaves no choice of.
  static func chooseCodecs(_ browser: Browser) throws {
    try browser.run(
      "document.querySelector('[data-test=outline-command]').closest('details').open = true")
    try choose("mpeg2", in: "profile-videoCodec", browser)
    try browser.see("outline-command") { $0.contains("mpeg2video") }
    #expect(try greyed(browser) == ["bitDepth", "preset", "coding", "segments"])
    try choose("hevc", in: "profile-videoCodec", browser)
    try choose("10", in: "profile-bitDepth", browser)
    try choose("ac3", in: "profile-audioCodec", browser)
    try browser.see("outline-command") { $0.contains("main10") && $0.contains("ac3") }
    #expect(try greyed(browser) == ["coding"])
    try keepProfilePicture(browser, "profile-codecs")
    try browser.chromium(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": "dark"]]])
    try keepProfilePicture(browser, "profile-codecs-dark")
    try browser.chromium("Emulation.setEmulatedMedia", ["features": [[String: String]]()])
    try choose("mp3", in: "profile-audioCodec", browser)
    try choose("av1", in: "profile-videoCodec", browser)
    #expect(try greyed(browser) == ["coding", "bFrames", "segments", "audioChannels"])
    try browser.click("profile-hasPicture")
    try browser.see("outline-picture") { $0 == "none: sound only" }
    try browser.see("outline-command") { $0.contains("libmp3lame") && $0.contains("64x36") }
    #expect(try browser.count("profile-width") == 0)
    try keepProfilePicture(browser, "profile-sound-only")
    try browser.click("profile-hasPicture")
    try choose("h264", in: "profile-videoCodec", browser)
    try choose("transportStream", in: "profile-segments", browser)
    try choose("pcm", in: "profile-audioCodec", browser)
    try browser.see("outline-command") { $0.contains("s302m") }
    #expect(try greyed(browser) == ["bitDepth", "segments", "audioBitrate"])
    try keepProfilePicture(browser, "profile-pcm")
    try choose("aac", in: "profile-audioCodec", browser)
    try browser.see("outline-command") { $0.contains("libx264") }
  }

  /// The fields that can't be changed now.
  private static func greyed(_ browser: Browser) throws -> [String] {
    try browser.run(
      """
      return [...document.querySelectorAll("[data-test=profile-form] :is(select, input):disabled")]
        .map((field) => field.dataset.test.replace("profile-", ""));
      """
    ).array.compactMap(\.string)
  }

  private static func choose(_ value: String, in name: String, _ browser: Browser) throws {
    try browser.run(
      """
      const select = document.querySelector(`[data-test=${arguments[1]}]`);
      select.value = arguments[0];
      select.dispatchEvent(new Event("change", { bubbles: true }));
      """, value, name)
  }
}

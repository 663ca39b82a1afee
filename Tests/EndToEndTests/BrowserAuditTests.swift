import Fetch
import Foundation
import Harness
import Testing

// What every page owes to people who see badly, use the keyboard or hear the page.
extension BrowserTests {
  /// Everything on the page can be read, has a name and shows that it has the keyboard, in light and dark.
  static func expectCare(_ page: String, _ browser: Browser, width: Int) throws {
    try browser.run(
      "for (const fold of document.querySelectorAll('main details')) fold.open = true")
    for appearance in ["light", "dark"] {
      let feature = ["name": "prefers-color-scheme", "value": appearance]
      try browser.chromium("Emulation.setEmulatedMedia", ["features": [feature]])
      let faults = try browser.run(contrast).array.compactMap(\.string)
      #expect(faults == [], "\(page), \(width) wide, \(appearance)")
    }
    let faults = try browser.run(names).array.compactMap(\.string)
    #expect(faults == [], "\(page), \(width) wide")
    let unseen = try browser.run(focus).array.compactMap(\.string)
    #expect(unseen == [], "\(page), \(width) wide")
  }

  /// A dialog has the keyboard, keeps it, ends with Escape and gives it back.
  static func expectDialog(_ browser: Browser) throws {
    try browser.go(to: "channels")
    try browser.see("channel")
    let opener = "document.querySelector('[data-test=channel-delete]')"
    try browser.run("\(opener).focus()")
    try browser.press("Enter")
    try browser.see("confirm-cancel")
    let isInside = "return document.querySelector('dialog').contains(document.activeElement)"
    #expect(try browser.run(isInside).number == 1)
    // Behind the last button comes the browser itself, then the first button again.
    for _ in 0..<4 {
      try browser.press("Tab")
      let place = try browser.run(
        "return document.activeElement.closest('dialog, main, .sidebar')?.localName ?? 'none'")
      #expect(["dialog", "none"].contains(place.string))
    }
    try browser.press("Escape")
    try eventually(within: .seconds(5), "the dialog to close", every: 50_000) {
      try browser.count("dialog") == 0
    }
    #expect(try browser.run("return document.activeElement === \(opener)").number == 1)
  }

  /// What is being typed outlasts a redraw by an event, also where the page hears of it at the end only.
  static func expectTypingKept(_ station: Station, _ browser: Browser) throws {
    try browser.go(to: "profiles/new")
    try browser.see("outline-search")
    try browser.type("Blu", into: "outline-search")
    let asked = """
      return performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/api/profiles")).length
      """
    let before = try browser.run(asked).number ?? 0
    let channel = try station.channel("2")
    let change = try station.send("PATCH", "/api/channels/\(channel)", json: #"{"group":"Films"}"#)
    #expect(change.status == 200)
    try eventually(within: .seconds(15), "the page to ask anew", every: 100_000) {
      (try browser.run(asked).number ?? 0) > before
    }
    // Two turns later what was answered is drawn.
    try browser.run("window.drawn = 0; setTimeout(() => setTimeout(() => { drawn = 1 }, 50), 50)")
    try eventually(within: .seconds(5), "a redraw", every: 50_000) {
      try browser.run("return drawn").number == 1
    }
    #expect(try browser.run(value("outline-search")).string == "Blu")
    try expectTemplate(browser)
  }

  // A field shows what is newer: what somebody types, or what its owner changes.
  private static func expectTemplate(_ browser: Browser) throws {
    let shown = try browser.run(
      """
      return import(new URL("assets/template.js", document.baseURI)).then(({ html, render }) => {
        const box = document.createElement("div");
        document.body.append(box);
        const draw = (text) => render(html`<input .value=${text} aria-label="Probe">`, box);
        draw("old");
        const field = box.querySelector("input");
        const type = (text) => { field.value = text; field.dispatchEvent(new Event("input", { bubbles: true })); };
        const seen = [];
        field.focus();
        type("typed "); draw("old"); seen.push(field.value);
        draw("newer"); seen.push(field.value);
        type("typed"); field.dispatchEvent(new Event("change", { bubbles: true })); draw("newer"); seen.push(field.value);
        box.remove();
        return seen;
      });
      """
    ).array.compactMap(\.string)
    #expect(shown == ["typed ", "newer", "newer"])
  }

  private static func value(_ name: String) -> String {
    "return document.querySelector('[data-test=\(name)]').value"
  }
}

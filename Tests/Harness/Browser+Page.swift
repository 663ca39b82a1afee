package import Foundation

extension Browser {
  /// Opens an address and waits for its load event.
  package func open(_ address: String) throws {
    try command("POST", "/url", ["url": address])
  }

  /// Goes to another page of the WebUI without loading the document again.
  package func go(to page: String) throws {
    try run("location.hash = arguments[0]", "#/" + page)
  }

  /// Runs a script in the page and returns what it returns.
  @discardableResult
  package func run(_ script: String, _ arguments: Any...) throws -> JSONValue {
    try command("POST", "/execute/sync", ["script": script, "args": arguments])
  }

  /// Makes the window as large as a screen or a phone.
  package func resize(width: Int, height: Int) throws {
    try chromium(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600])
  }

  /// Clicks what carries `data-test`, as soon as it is there and can be reached.
  ///
  /// It is brought into view as the page has it: WebDriver takes what lies behind a head that
  /// stays in place for visible.
  package func click(_ name: String, within limit: Duration = .seconds(15)) throws {
    try act("click \(name)", limit) {
      try run(
        """
        document.querySelector(arguments[0])
          ?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
        """, Self.selector(name))
      try command("POST", "/element/\(try element(name))/click")
    }
  }

  /// Replaces the content of a field by typing over all of it, as people do.
  ///
  /// WebDriver's own clearing fires no input event: whatever is drawn before the first key would
  /// bring the old text back.
  package func type(_ text: String, into name: String) throws {
    try act("type into \(name)", .seconds(15)) {
      let field = try element(name)
      let keys = Self.selectAll + (text.isEmpty ? Self.backspace : text)
      try command("POST", "/element/\(field)/value", ["text": keys])
    }
  }

  // The WebDriver standard's names of keys: Ctrl and A, then none held.
  private static let selectAll = "\u{E009}a\u{E000}"
  private static let backspace = "\u{E003}"

  /// The text that is seen in the first element with `data-test`; nil if there is none.
  package func text(_ name: String) throws -> String? {
    try run("return document.querySelector(arguments[0])?.innerText", Self.selector(name)).string
  }

  /// The texts of all elements with `data-test`.
  package func texts(_ name: String) throws -> [String] {
    let script = "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)"
    return try run(script, Self.selector(name)).array.compactMap(\.string)
  }

  /// How many elements carry `data-test`.
  package func count(_ name: String) throws -> Int {
    let script = "return document.querySelectorAll(arguments[0]).length"
    return Int(try run(script, Self.selector(name)).number ?? 0)
  }

  /// Waits until an element shows a text that satisfies.
  package func see(
    _ name: String, within limit: Duration = .seconds(15), _ what: String = "to be there",
    _ isRight: (String) -> Bool = { _ in true }
  ) throws {
    var seen: String?
    try eventually(within: limit, "\(name) \(what); it shows \(seen ?? "nothing")", every: 50_000) {
      seen = try text(name)
      return seen.map(isRight) ?? false
    }
  }

  /// What the browser's console said that nobody should see there.
  package func complaints() throws -> [String] {
    try command("POST", "/se/log", ["type": "browser"]).array
      .filter { ["WARNING", "SEVERE"].contains($0["level"].string ?? "") }
      .compactMap { $0["message"].string }
  }

  /// The text of an open alert; nil if there is none.
  package var alert: String? { try? command("GET", "/alert/text").string }

  /// A picture of the window as PNG.
  package func screenshot() throws -> Data {
    let text = try command("GET", "/screenshot").string ?? ""
    guard let data = Data(base64Encoded: text) else { throw Failure("no picture") }
    return data
  }

  // Plain names are those of `data-test`, everything else is a selector.
  private static func selector(_ name: String) -> String {
    let isName = name.allSatisfy { $0.isLetter || $0 == "-" }
    return isName ? "[data-test=\"\(name)\"]" : name
  }

  private func element(_ name: String) throws -> String {
    let found = try command(
      "POST", "/element", ["using": "css selector", "value": Self.selector(name)])
    // The key that the WebDriver standard gives to references of elements.
    guard let reference = found["element-6066-11e4-a52e-4f735466cecf"].string else {
      throw Failure("no reference to \(name)")
    }
    return reference
  }

  // Pages draw themselves anew at any time: what was just found may be gone or covered.
  private func act(_ what: String, _ limit: Duration, _ action: () throws -> Void) throws {
    let passing = [
      "no such element", "stale element reference", "element click intercepted",
      "element not interactable", "invalid element state",
    ]
    var last = ""
    try eventually(within: limit, "\(what): \(last)", every: 100_000) {
      do {
        try action()
        return true
      } catch let refusal as Refusal where passing.contains(refusal.code) {
        last = "\(refusal)"
        return false
      }
    }
  }
}

import Fetch
import Foundation
import Glibc

/// A headless Chromium with a profile of its own, driven through chromedriver.
///
/// Lives inside ``run(width:height:_:)``: whatever happens there, browser and
/// driver end and their files are removed.
package struct Browser {
  private let driver: Child
  private let session: String
  private let folder: URL

  /// Starts a browser, runs the closure and ends it.
  package static func run(
    width: Int = 1440, height: Int = 900, _ body: (Browser) throws -> Void
  ) throws {
    let folder = TemporaryFolder.make("browser")
    defer { try? FileManager.default.removeItem(at: folder) }
    let port = try freePort()
    let driver = try Child.start(
      "chromedriver", ["--port=\(port)"],
      environment: ["TMPDIR": folder.path, "HOME": folder.path, "TZ": "UTC"])
    defer { end(driver, in: folder) }
    let address = "http://127.0.0.1:\(port)"
    try eventually(within: .seconds(20), "chromedriver: \(driver.transcript)") {
      guard driver.isRunning else { throw Failure("chromedriver ended: \(driver.transcript)") }
      return (try? HTTP.get(address + "/status").status) == 200
    }
    let answer = try ask(
      "POST", address + "/session", capabilities(folder, width, height), limit: .seconds(60))
    guard let identity = answer["sessionId"].string else { throw Failure("no session") }
    let browser = Browser(
      driver: driver, session: "\(address)/session/\(identity)", folder: folder)
    defer { _ = try? ask("DELETE", browser.session, nil, limit: .seconds(10)) }
    try browser.resize(width: width, height: height)
    do {
      try body(browser)
    } catch {
      try? browser.keepEvidence()
      throw error
    }
  }

  private static func capabilities(_ folder: URL, _ width: Int, _ height: Int) -> [String: Any] {
    let arguments = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--no-first-run", "--disable-crash-reporter", "--disable-background-networking",
      "--disable-component-update", "--lang=en-GB", "--window-size=\(width),\(height)",
      "--user-data-dir=\(folder.appending(path: "profile").path)",
    ]
    let wanted: [String: Any] = [
      "browserName": "chrome", "unhandledPromptBehavior": "ignore",
      "goog:loggingPrefs": ["browser": "ALL"],
      "goog:chromeOptions": ["args": arguments],
      "timeouts": ["script": 20_000, "pageLoad": 30_000, "implicit": 0],
    ]
    return ["capabilities": ["alwaysMatch": wanted]]
  }

  /// Ends driver and browser; a helper process of the browser may have left the group.
  private static func end(_ driver: Child, in folder: URL) {
    let below = ProcessTree.below(driver.pid).map(\.pid)
    kill(-driver.pid, SIGTERM)
    driver.wait(.seconds(3))
    kill(-driver.pid, SIGKILL)
    driver.end()
    for pid in below where commandLine(of: pid).contains(folder.path) { kill(pid, SIGKILL) }
  }

  private static func commandLine(of pid: Int32) -> String {
    (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
  }

  private static func ask(
    _ method: String, _ address: String, _ body: [String: Any]?, limit: Duration = .seconds(40)
  ) throws -> JSONValue {
    let json = try body.map { Array(try JSONSerialization.data(withJSONObject: $0)) } ?? []
    let response = try Fetch.send(
      Request(
        method: method, url: address, headers: [("Content-Type", "application/json")], body: json,
        timeout: limit, bodyLimit: 64 << 20))
    let value = try JSONValue(response.body)["value"]
    guard response.status == 200 else {
      throw Refusal(
        code: value["error"].string ?? "\(response.status)", detail: value["message"].string ?? "")
    }
    return value
  }

  /// Sends a command of the WebDriver protocol to the session.
  @discardableResult
  package func command(
    _ method: String, _ path: String, _ body: [String: Any]? = nil
  ) throws -> JSONValue {
    let empty: [String: Any]? = method == "POST" ? [:] : nil
    return try Self.ask(method, session + path, body ?? empty)
  }

  /// Sends a command of Chromium's own protocol.
  package func chromium(_ name: String, _ parameters: [String: Any]) throws {
    try command("POST", "/goog/cdp/execute", ["cmd": name, "params": parameters])
  }

  /// Why the driver would not do something.
  package struct Refusal: Error, CustomStringConvertible {
    package let code: String
    package let detail: String
    package var description: String { "\(code): \(detail.prefix(400))" }
  }

  // What a failed test leaves to look at.
  private func keepEvidence() throws {
    let kept = Root.folder.appending(path: ".build/browser-evidence")
    try FileManager.default.createDirectory(at: kept, withIntermediateDirectories: true)
    let picture = kept.appending(path: "\(folder.lastPathComponent).png")
    try screenshot().write(to: picture)
    let address = try command("GET", "/url").string ?? "?"
    print("The page \(address) when it failed: \(picture.path)\n\(try complaints())")
  }
}

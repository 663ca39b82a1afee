import Foundation
import Testing

/// One argument as one line.
func escaped(_ argument: String) -> String {
  argument.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
}

/// Compares with a file of Fixtures; `EXSTREAMTV_WRITE_GOLDEN=1` writes it anew.
func compare(_ found: String, withGolden name: String) throws {
  if ProcessInfo.processInfo.environment["EXSTREAMTV_WRITE_GOLDEN"] == "1" {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    try found.write(
      to: folder.appending(path: "Fixtures/\(name).args"), atomically: true, encoding: .utf8)
    return
  }
  let file = try #require(
    Bundle.module.url(forResource: name, withExtension: "args", subdirectory: "Fixtures"))
  #expect(found == (try String(contentsOf: file, encoding: .utf8)))
}

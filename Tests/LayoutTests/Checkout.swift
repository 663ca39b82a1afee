import Foundation

/// The checked-out project that these tests read as text.
enum Checkout {
  /// The folder that holds `Package.swift`.
  static let root: URL = {
    URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }()

  /// One file of the project.
  struct File: Sendable, CustomStringConvertible {
    /// The path below the root.
    var path: String
    /// What is in it.
    var text: String

    var description: String { path }

    /// The folder below `Sources` that it belongs to.
    var module: String {
      path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }

    /// How many lines it has.
    var lines: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }
  }

  /// The text of one file; nil when it isn't there.
  static func text(_ path: String) -> String? {
    try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// All files below a folder that end in one of some ways, in order of their paths.
  static func files(below folder: String, ending endings: [String]) -> [File] {
    let start = root.appendingPathComponent(folder)
    let paths = FileManager.default.enumerator(atPath: start.path)?.compactMap { $0 as? String }
    return (paths ?? [])
      .filter { path in
        endings.contains { path.hasSuffix($0) }
          && !path.split(separator: "/").contains { $0.hasPrefix(".") }
      }
      .sorted()
      .compactMap { path in
        let path = folder + "/" + path
        return text(path).map { File(path: path, text: $0) }
      }
  }

  /// Everything written in Swift below `Sources`.
  static let sources = files(below: "Sources", ending: [".swift"])
}

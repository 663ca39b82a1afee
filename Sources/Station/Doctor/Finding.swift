import Foundation

/// What the doctor found out about one thing.
public struct Finding: Hashable, Codable, Sendable {
  /// How it stands.
  public enum State: String, Codable, CaseIterable, Sendable {
    /// It works.
    case ok
    /// It isn't installed.
    case missing
    /// It is there and does not work.
    case problem
    /// It could be better; the station runs all the same.
    case notice
  }

  /// What was looked at.
  public var name: String
  /// How it stands.
  public var state: State
  /// What was found, and what to do.
  public var detail: String

  /// A finding with all its parts.
  public init(_ name: String, _ state: State, _ detail: String) {
    self.name = name
    self.state = state
    self.detail = detail
  }

  /// Whether the station can run in spite of it.
  public var isHarmless: Bool { state == .ok || state == .notice }
}

extension Finding {
  /// The findings as a person reads them, a line each.
  public static func lines(_ findings: [Finding]) -> String {
    let width = findings.map(\.name.count).max() ?? 0
    return findings.map { finding in
      let name = finding.name.padding(toLength: width, withPad: " ", startingAt: 0)
      let state = finding.state.rawValue.padding(toLength: 7, withPad: " ", startingAt: 0)
      return "\(state)  \(name)  \(finding.detail)\n"
    }.joined()
  }

  /// The findings as a program reads them.
  public static func json(_ findings: [Finding]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(findings), as: UTF8.self) + "\n"
  }
}

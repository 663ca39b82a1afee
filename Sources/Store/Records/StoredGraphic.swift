import Foundation
import GRDB
public import Library
public import Playout

/// A graphic as it is stored, with who uses it.
public struct StoredGraphic: Identifiable, Hashable, Sendable {
  /// What the API and rules call it, whatever its name becomes.
  public var id: GraphicID
  /// How it looks.
  public var design: GraphicDesign
  /// Where it is used, such as `7 Kino` or `7 Kino, deco 'Evening'`.
  public var users: [String]

  /// A stored graphic with all its parts.
  public init(id: GraphicID, design: GraphicDesign, users: [String]) {
    self.id = id
    self.design = design
    self.users = users
  }
}

extension GraphicDesign {
  /// Reads the design of a row; what an unknown version wrote can't be shown.
  init(row: Row) throws {
    let name: String = row["name"]
    let text: String = row["design"]
    do { self = try JSONDecoder().decode(GraphicDesign.self, from: Data(text.utf8)) } catch {
      throw StoreError(
        .corrupt, subject: "graphic \(name)",
        detail: "The stored graphic '\(name)' can't be read; delete it and make it anew.")
    }
    self.name = name
  }

  /// The values of all columns but the number.
  func arguments() throws -> StatementArguments {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [
      "name": name, "image": image?.file,
      "design": String(decoding: try encoder.encode(self), as: UTF8.self),
    ]
  }
}

extension [GraphicID] {
  /// The list as a channel's row holds it; nil for an empty one.
  var listText: String? {
    isEmpty ? nil : "[" + map { "\($0.rawValue)" }.joined(separator: ",") + "]"
  }

  /// Reads a stored list.
  init?(listText text: String) {
    let numbers = text.split { !$0.isNumber }.compactMap { Int64($0) }
    guard !numbers.isEmpty else { return nil }
    self = numbers.map(GraphicID.init(rawValue:))
  }
}

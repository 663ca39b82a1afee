import Foundation

/// Lists that are stored as JSON in one column.
enum StoredList {
  /// A list as it is stored; nil where there is none, or it can't be read.
  static func read<Element: Decodable>(_ text: String?) -> [Element]? {
    text.flatMap { try? JSONDecoder().decode([Element].self, from: Data($0.utf8)) }
  }

  /// A list as it is to be stored; nil for an empty one.
  static func text(_ list: [some Encodable]?) -> String? {
    guard let list, !list.isEmpty else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(list)).map { String(decoding: $0, as: UTF8.self) }
  }
}

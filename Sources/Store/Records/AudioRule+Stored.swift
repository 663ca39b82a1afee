import Foundation
import Playout

extension AudioRule {
  /// Rules as they are stored; nil where they can't be read: the file's own default is played then.
  static func list(stored: String) -> [AudioRule]? {
    try? JSONDecoder().decode([AudioRule].self, from: Data(stored.utf8))
  }

  /// Rules as they are to be stored; nil for none.
  static func stored(_ rules: [AudioRule]) -> String? {
    guard !rules.isEmpty else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(rules)).map { String(decoding: $0, as: UTF8.self) }
  }
}

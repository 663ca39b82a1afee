import Library
import Schedule
import Store

extension Store {
  /// Some media of a content that show what rules make of them: 40 of the first 300, those that tell
  /// most first.
  func examples(
    of content: ContentSelector, telling: (MediaProbe) -> Bool
  ) throws -> [MediaItem] {
    let media = try scheduleItems(of: content).prefix(300).compactMap { item in
      try self.media(item.id)?.item
    }
    let most = media.filter { telling($0.probe) } + media.filter { !telling($0.probe) }
    return Array(most.prefix(40))
  }
}

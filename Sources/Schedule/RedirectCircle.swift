/// Finds channels that show each other in a circle.
public struct RedirectCircle: Hashable, Sendable {
  /// The channels in the order in which each shows the next; the last is the first again.
  public var channels: [String]

  /// The circle that a channel is in; nil when it is in none.
  ///
  /// - Parameters:
  ///   - channel: The channel.
  ///   - shown: The channels that a channel shows.
  /// - Throws: What `shown` throws.
  public init?(
    through channel: String, shown: (String) throws -> [String]
  ) rethrows {
    var ways = [[channel]]
    var seen = Set<String>()
    while let way = ways.popLast(), let last = way.last {
      for next in try shown(last).sorted() {
        if next == channel {
          channels = way + [next]
          return
        }
        if seen.insert(next).inserted { ways.append(way + [next]) }
      }
    }
    return nil
  }
}

import Library
public import Playout
import Schedule

extension Store {
  /// Tells whether channels would show each other in a circle.
  ///
  /// - Parameters:
  ///   - channel: The channel.
  ///   - shown: The channels that it would show; those that it shows when left out.
  /// - Returns: The channels of the circle by name; nil when there is none.
  /// - Throws: What SQLite reports.
  public func circle(
    through channel: ChannelID, showing shown: Set<String>? = nil
  ) throws(StoreError) -> String? {
    var known: [String: ProgrammedChannel] = [:]
    func look(_ id: String) throws(StoreError) -> ProgrammedChannel? {
      if let found = known[id] { return found }
      let found = try ChannelID(rawValue: id).flatMap { (id) throws(StoreError) in
        try self.channel(id)
      }
      known[id] = found
      return found
    }
    do {
      let circle = try RedirectCircle(through: channel.rawValue) { id in
        if id == channel.rawValue, let shown { return Array(shown) }
        guard let found = try look(id) else { return [] }
        if let mirror = found.channel.mirror { return [mirror.channel.rawValue] }
        // Rules that can't be read show nothing.
        return Array((try? found.rundown())?.redirects ?? [])
      }
      return try circle?.channels.map { id in
        try look(id).map { "\($0.channel.number) \($0.channel.name)" } ?? id
      }.joined(separator: " → ")
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(.failed, subject: "channels", detail: "\(error)")
    }
  }
}

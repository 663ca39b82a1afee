import Playout
import ScheduleText
import Store

extension ChannelDesk {
  /// What came of a text.
  public struct Reading: Sendable {
    /// What was done, or would be, a sentence each.
    public var lines: [String]
    /// What is wrong, each with its line; nothing was done then.
    public var faults: [String]
  }

  /// A channel with its rules as YAML.
  ///
  /// - Throws: ``StationError`` when there is no such channel, or it has no rules of its own.
  public func export(_ number: String) throws -> String {
    let entry = try channel(number)
    guard entry.channel.kind.isProgrammed else {
      throw StationError(
        "Channel \(number) '\(entry.channel.name)' is a \(entry.channel.kind.rawValue) channel and "
          + "has no rules of its own.")
    }
    return try ChannelExport.text(entry, names: ContentNames(of: store))
  }

  /// Makes or changes the channel that a text tells of.
  ///
  /// - Parameters:
  ///   - text: The YAML.
  ///   - number: The channel that gets the rules and nothing else; nil for that of the text.
  ///   - isDry: Whether nothing is done.
  /// - Returns: What was done, or what is wrong.
  /// - Throws: ``StationError`` when there is no channel to give the rules to.
  public func read(_ text: String, into number: String?, isDry: Bool) throws -> Reading {
    let target = try number.map { try channel($0).channel.id }
    let found = try ChannelImport(text, into: target, store: store)
    guard found.faults.isEmpty, let entry = found.channel else {
      return Reading(lines: [], faults: found.faults.map(\.description))
    }
    let name = "Channel \(entry.channel.number) '\(entry.channel.name)'"
    let changes = found.changes.isEmpty ? ["\(name) is like that already."] : found.changes
    if isDry { return Reading(lines: changes, faults: []) }
    try found.carryOut(in: store)
    _ = try store.enqueue(kind: .timeline, subject: entry.channel.id.rawValue)
    _ = try store.enqueue(kind: .guide)
    let done = found.old == nil ? "\(name) was made." : "\(name) was changed."
    return Reading(lines: [done], faults: [])
  }

  private func channel(_ text: String) throws -> ProgrammedChannel {
    guard let number = ChannelNumber(text) else {
      throw StationError("'\(text)' is no channel number such as 7 or 7.1.")
    }
    guard let entry = try store.channel(numbered: number) else {
      throw StationError("There is no channel \(text); see: exstreamtv channel list.")
    }
    return entry
  }
}

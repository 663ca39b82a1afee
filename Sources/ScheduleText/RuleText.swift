public import Library
import Playout
public import Schedule

/// What was read of a text, and all that is wrong with it.
public struct ReadText<Value: Sendable>: Sendable {
  /// What it means; nil where that can't be told.
  public var value: Value?
  /// What is wrong, in the order of the lines.
  public var faults: [TextFault]
  /// The text as it was read.
  let node: TextNode?

  /// A fault of a rule, with the line where it stands.
  public func fault(_ fault: RuleFault, within place: String = "") -> TextFault {
    let way = place.isEmpty ? fault.field : "\(place).\(fault.field)"
    return TextFault(node?.place(of: way), field: way, fault.detail)
  }

  mutating func note(_ found: [TextFault]) {
    faults = (faults + found).sorted {
      ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0)
    }
  }
}

/// Rule sets as YAML.
///
/// The same fields as in JSON, with contents and channels by name, and lengths with their units:
///
///     base:
///       style: script
///       script:
///         contents: [{name: news, content: {show: The News}}]
///         steps:
///         - padUntil: 20:00
///         - count: 1
///           content: news
public enum RuleText {
  /// The rules as text.
  public static func write(_ rules: RuleSet, names: ContentNames) throws -> String {
    try node(rules, names).yaml()
  }

  static func node(_ rules: RuleSet, _ names: ContentNames) throws -> TextNode {
    var written = rules
    written.changeChannels { text, _ in
      ChannelID(rawValue: text).flatMap(names.number).map(\.description) ?? text
    }
    return try TextEncoder.node(written, names).with("version", nil)
  }

  /// Reads rules, with all that can be found wrong with them.
  ///
  /// - Parameters:
  ///   - text: The YAML.
  ///   - names: What contents and channels are called.
  ///   - moment: When times of day are meant.
  /// - Returns: The rules, as far as they can be told, and every fault with its line.
  public static func read(
    _ text: String, names: ContentNames, around moment: Moment
  ) -> ReadText<RuleSet> {
    let node: TextNode
    do { node = try TextNode(yaml: text) } catch {
      return ReadText(value: nil, faults: [error], node: nil)
    }
    var read = ReadText<RuleSet>(value: nil, faults: [], node: node)
    let reading = TextReading(names)
    read.value = Self.rules(node, "", reading, around: moment)
    read.note(reading.faults)
    return read
  }

  /// Reads rules that stand somewhere in a text; nil where they can't be followed.
  static func rules(
    _ node: TextNode, _ way: String, _ reading: TextReading, around moment: Moment
  ) -> RuleSet? {
    let whole =
      node["version"] == nil ? node.with("version", .word("\(RuleSet.version)")) : node
    var read: RuleSet
    do { read = try reading.value(RuleSet.self, whole, way) } catch {
      let fault = error as? TextFault
      reading.faults.append(fault ?? TextFault(node.place, field: way, "This can't be read."))
      return nil
    }
    func within(_ field: String) -> String { way.isEmpty ? field : "\(way).\(field)" }
    read.changeChannels { text, field in
      if let number = ChannelNumber(text), let id = reading.names.channel(number) {
        return id.rawValue
      }
      if let id = ChannelID(rawValue: text), reading.names.number(id) != nil { return text }
      reading.faults.append(
        TextFault(
          node.place(of: field), field: within(field),
          "There is no channel '\(text.prefix(40))' on this station; give its number."))
      return text
    }
    // What was left out as wrong would be missed now.
    guard !reading.isIncomplete else { return read }
    do {
      _ = try read.rundown(seed: 0)
      _ = try read.zone(from: moment, until: moment)
    } catch {
      // What is missing was told already.
      let isTold = reading.faults.contains { $0.field?.hasPrefix(within(error.field)) == true }
      if !isTold {
        reading.faults.append(
          TextFault(node.place(of: error.field), field: within(error.field), error.detail))
      }
    }
    return read
  }
}

extension RuleSet {
  /// Calls channels that are shown something else.
  fileprivate mutating func changeChannels(_ change: (String, String) -> String) {
    base.changeChannels("base", change)
    for index in (layers ?? []).indices {
      layers?[index].programming.changeChannels("layers.\(index).programming", change)
    }
  }
}

extension Programming {
  fileprivate mutating func changeChannels(_ place: String, _ change: (String, String) -> String) {
    slots.changeChannels("\(place).slots", change)
    for index in (plan?.blocks ?? []).indices {
      plan?.blocks[index].items.changeChannels("\(place).plan.blocks.\(index).items", change)
    }
  }
}

extension [Slot] {
  fileprivate mutating func changeChannels(_ place: String, _ change: (String, String) -> String) {
    for index in indices {
      guard self[index].action == .redirect, let channel = self[index].channel else { continue }
      self[index].channel = change(channel, "\(place).\(index).channel")
    }
  }
}

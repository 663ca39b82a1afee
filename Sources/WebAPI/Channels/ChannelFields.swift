import Library
import Playout
import Schedule
import Store

/// What the fields of a channel may hold.
enum ChannelFields {
  static func number(_ text: String) throws -> ChannelNumber {
    guard let number = ChannelNumber(text) else {
      throw Problem.invalid("number", "'\(text.prefix(20))' is no channel number; try 7 or 7.1.")
    }
    return number
  }

  static func checkIsFree(
    _ number: ChannelNumber, for id: ChannelID, in store: Store
  ) throws {
    guard let holder = try store.channel(numbered: number), holder.channel.id != id else { return }
    throw Problem(
      409, "The number \(number) belongs to the channel '\(holder.channel.name)'. Choose another.",
      field: "number")
  }

  static func name(_ text: String) throws -> String {
    try line(text, field: "name", in: 1...100)
  }

  /// The group; nil when the text is empty.
  static func group(_ text: String) throws -> String? {
    let group = try line(text, field: "group", in: 0...100)
    return group.isEmpty ? nil : group
  }

  /// How many viewers a channel may have; nil for any number, which zero stands for.
  static func viewerLimit(_ wish: Int) throws -> Int? {
    guard (0...10_000).contains(wish) else {
      throw Problem.invalid(
        "viewerLimit",
        "The viewer limit must be a whole number from 1 to 10000, or 0 for any number.")
    }
    return wish == 0 ? nil : wish
  }

  /// The most bits a second of an endless stream; nil for any number, which zero stands for.
  ///
  /// Below what the profile makes, a viewer would fall further and further behind.
  static func targetBitrate(_ wish: Int, of channel: Channel, in store: Store) throws -> Int? {
    guard wish != 0 else { return nil }
    let profile = try store.profile(named: channel.profile)
    let least = profile.map { $0.bitrate * 5 / 4 } ?? 100_000
    guard (least...1_000_000_000).contains(wish) else {
      throw Problem.invalid(
        "targetBitrate",
        "The target bit rate must be at least \(least) bits a second, a quarter above what the "
          + "profile '\(channel.profile)' makes, and at most 1000000000; or 0 for any number.")
    }
    return wish
  }

  static func profile(_ name: String?, in store: Store) throws -> String {
    let names = try store.profiles().map(\.name)
    guard let name else { return names.first ?? TranscodeProfile.builtIn[0].name }
    guard names.contains(name) else {
      throw Problem.invalid(
        "profile",
        "There is no profile '\(name.prefix(100))'; choose one of \(names.joined(separator: ", "))."
      )
    }
    return name
  }

  /// The content, which must hold something that can be played.
  static func content(_ choice: ContentChoice, in store: Store) throws -> ContentSelector {
    let content = try choice.selector()
    try store.checkNames(in: content, field: "content")
    guard try store.exists(content) else {
      throw Problem.invalid(
        "content", "\(choice.words) does not exist. Choose one that is in the library.")
    }
    guard try !store.scheduleItems(of: content).isEmpty else {
      throw Problem.invalid(
        "content",
        "\(choice.words) holds nothing that can be played. Add media, wait for the scan to end, "
          + "or choose another content.")
    }
    return content
  }

  /// The seed, drawn if there is none; small enough for a page's numbers.
  static func seed(_ wish: Int64?) throws -> Int64 {
    let range: ClosedRange<Int64> = 0...9_007_199_254_740_991
    guard let wish else { return .random(in: range) }
    guard range.contains(wish) else {
      throw Problem.invalid("seed", "The seed must be a whole number from 0 to 2^53 - 1.")
    }
    return wish
  }

  /// When the first programme starts.
  ///
  /// A little of the past may be had, as if the channel had been on air: it is
  /// watched from there as any other channel's past.
  static func premiere(_ wish: Moment?, now: Moment) throws -> Moment {
    guard let wish else { return now }
    let oldest = now - TimelineUpkeep.oldestPremiere + .hours(1)
    guard wish >= oldest, wish <= now + TimelineUpkeep.horizon else {
      throw Problem.invalid(
        "premiere", "The premiere must be at most 23 hours ago and at most 14 days ahead.")
    }
    return wish
  }

  /// Text on one line, without spaces around it.
  static func line(_ text: String, field: String, in length: ClosedRange<Int>) throws -> String {
    let trimmed = text.trimmingSpaces
    guard length.contains(trimmed.count), trimmed.utf8.count <= 4 * length.upperBound else {
      let least = length.lowerBound == 0 ? "at most" : "\(length.lowerBound) to"
      throw Problem.invalid(
        field, "The \(field) must have \(least) \(length.upperBound) characters.")
    }
    guard trimmed.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw Problem.invalid(field, "The \(field) must not hold line breaks or control characters.")
    }
    return trimmed
  }
}

extension String {
  /// The text without white space around it.
  var trimmingSpaces: String {
    let start = drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}

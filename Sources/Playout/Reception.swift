public import Library

/// One way to receive a channel: live, or a fixed time later.
///
/// A shifted reception is the same channel by a clock that runs late: its
/// viewers see the timeline run exactly ``shift`` after it was live. Its text
/// names the folder of its segments and is part of addresses: `abcdefgh` live,
/// `abcdefgh-3600` an hour late. Each reception has one text only.
public struct Reception: Hashable, Sendable {
  /// The step between two shifts: viewers whose positions are nearer share one stream.
  public static let grain = Span.seconds(2)
  /// The longest shift: 31 days.
  public static let longestShift = Span.days(31)

  /// The channel.
  public let channel: ChannelID
  /// How long after live it is shown; zero for live.
  public let shift: Span

  /// A channel live, or late by a time that is rounded down to whole ``grain``s.
  ///
  /// Rounded down, the stream is at or a little after the moment that was
  /// wished for. Nothing is earlier than live or later than ``longestShift``.
  public init(_ channel: ChannelID, shift: Span = .zero) {
    self.channel = channel
    let held = min(max(shift, .zero), Self.longestShift).milliseconds
    self.shift = Span(milliseconds: held - held % Self.grain.milliseconds)
  }

  /// Whether it is the channel as everybody sees it now.
  public var isLive: Bool { shift == .zero }
}

extension Reception: LosslessStringConvertible {
  /// Reads `abcdefgh` or `abcdefgh-3600`; nil for anything that ``description`` never writes.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let channel = ChannelID(rawValue: String(parts[0])) else { return nil }
    guard parts.count == 2 else {
      self.init(channel)
      return
    }
    guard parts[1].utf8.count <= 7, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
      let seconds = Int64(parts[1])
    else { return nil }
    self.init(channel, shift: .seconds(seconds))
    guard !isLive, description == text else { return nil }
  }

  /// `abcdefgh` live, `abcdefgh-3600` shifted by so many seconds.
  public var description: String {
    isLive ? channel.rawValue : "\(channel.rawValue)-\(shift.milliseconds / 1000)"
  }
}

extension Reception: Codable {
  /// Reads the text; a channel's identity alone means live.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let reception = Reception(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no reception such as abcdefgh-3600")
    }
    self = reception
  }

  /// Writes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

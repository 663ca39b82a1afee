import Foundation
public import Library
public import Playout

/// The name of a dossier: `20261122T161300Z-abcdefgh-1`.
///
/// When, which channel, and the how-manieth since the transcoder started.
/// Nothing else is a name, so a name can't lead out of the folder.
public struct DossierName: Hashable, Comparable, Sendable {
  /// The name.
  public let text: String
  /// The second in which it was filed.
  public let at: Moment
  /// The channel.
  public let channel: ChannelID
  /// The how-manieth.
  let number: Int

  /// Reads a name; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let channel = ChannelID(rawValue: String(parts[1])),
      let at = Self.moment(parts[0]), (1...9).contains(parts[2].utf8.count),
      parts[2].utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(parts[2])
    else { return nil }
    self.text = text
    self.at = at
    self.channel = channel
    self.number = number
  }

  init?(at moment: Moment, channel: ChannelID, number: Int) {
    var time = time_t(moment.milliseconds / 1000)
    var parts = tm()
    guard gmtime_r(&time, &parts) != nil else { return nil }
    let day = String(
      format: "%04d%02d%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday)
    let clock = String(format: "%02d%02d%02d", parts.tm_hour, parts.tm_min, parts.tm_sec)
    self.init("\(day)T\(clock)Z-\(channel.rawValue)-\(number % 1_000_000_000)")
  }

  /// Orders by time, then by number.
  public static func < (first: DossierName, second: DossierName) -> Bool {
    (first.at, first.number, first.text) < (second.at, second.number, second.text)
  }

  /// Reads `20261122T161300Z`.
  private static func moment(_ text: Substring) -> Moment? {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int32? {
      guard bytes[range].allSatisfy({ (48...57).contains($0) }) else { return nil }
      return Int32(String(decoding: bytes[range], as: UTF8.self))
    }
    guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
      let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15)
    else { return nil }
    var parts = tm()
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (year - 1900, month - 1, day)
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (hour, minute, second)
    return Moment(seconds: Int64(timegm(&parts)))
  }
}

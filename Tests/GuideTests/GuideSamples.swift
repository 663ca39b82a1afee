import Library
import Playout
import Testing

/// Channels and programmes that the guide's tests share.
enum GuideSamples {
  /// 2026-01-31 20:00:00 UTC.
  static let evening = Moment(seconds: 1_769_889_600)

  static func channel(
    _ id: String, _ number: String, _ name: String, group: String? = nil, isEnabled: Bool = true
  ) throws -> Channel {
    Channel(
      id: try #require(ChannelID(rawValue: id)), number: try #require(ChannelNumber(number)),
      name: name, group: group, isEnabled: isEnabled, profile: "720p", premiere: evening)
  }

  /// A programme that starts and ends so many minutes after the evening's begin.
  static func programme(
    _ from: Int64, _ to: Int64, _ title: String, subtitle: String? = nil, season: Int? = nil,
    episode: Int? = nil, year: Int? = nil, kind: MediaKind = .other
  ) -> Programme {
    Programme(
      id: from, start: evening + .minutes(from), end: evening + .minutes(to), title: title,
      subtitle: subtitle, season: season, episode: episode, year: year, kind: kind,
      media: MediaID(rawValue: 1))
  }

  /// Names that break out of what they are written into, if they can.
  static let hostileNames = [
    "<script>alert(1)</script>", "]]>", "<![CDATA[", "a & b &amp; c", "\"quoted\" 'single'",
    "comma, separated, name", "line\nbreak\r\nand\ttab", "nul\u{0}bell\u{7}escape\u{1B}[31m",
    "c1\u{85}\u{9F}", "not\u{FFFE}a\u{FFFF}character", "🎬 émoji 千", "\u{7F}", "   ", "",
    "\\back\\slash", "-i", "#EXTINF:-1,x", "%s%n%d", "\u{202E}reversed", "]]>\"'<>&\u{1}",
    String(repeating: "long & ", count: 1500),
  ]
}

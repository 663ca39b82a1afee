public import Playout

/// The channels as a playlist, with the attributes by which players match the guide.
public enum M3U {
  /// What a player is sent to.
  public enum StreamFormat: String, CaseIterable, Sendable {
    /// One endless transport stream.
    case ts
    /// HTTP Live Streaming.
    case hls = "m3u8"
  }

  /// Writes the playlist of all enabled channels.
  ///
  /// - Parameters:
  ///   - channels: the channels in their order.
  ///   - base: the address that the player asked at, without the path of the playlist.
  ///   - format: what the channels' addresses lead to.
  ///   - logos: addresses of pictures, absolute.
  /// - Returns: the playlist in UTF-8.
  public static func playlist(
    channels: [Channel], base: String, format: StreamFormat = .ts, logos: [ChannelID: String] = [:]
  ) -> [UInt8] {
    var writer = ByteWriter(capacity: 256 + channels.count * 400)
    let guide = GuideAddress.join(base, "iptv/xmltv.xml")
    writer.write("#EXTM3U x-tvg-url=\"\(guide)\" url-tvg=\"\(guide)\"\n")
    for channel in channels where channel.isEnabled {
      write(channel, logo: logos[channel.id], to: &writer)
      let path = "iptv/channel/\(channel.number).\(format.rawValue)"
      writer.write(GuideAddress.join(base, path))
      writer.write("\n")
    }
    return writer.bytes
  }

  private static func write(_ channel: Channel, logo: String?, to writer: inout ByteWriter) {
    let name = PlainText.isBlank(channel.name) ? "Channel \(channel.number)" : channel.name
    let number = channel.number.description
    writer.write("#EXTINF:-1")
    attribute("tvg-id", XMLTV.channelID(of: channel.id), to: &writer)
    attribute("tvg-name", name, to: &writer)
    attribute("tvg-chno", number, to: &writer)
    attribute("channel-number", number, to: &writer)
    attribute("channel-id", channel.id.rawValue, to: &writer)
    if let logo { attribute("tvg-logo", logo, to: &writer) }
    if let group = channel.group, !PlainText.isBlank(group) {
      attribute("group-title", group, to: &writer)
    }
    writer.write(",")
    writer.write(m3u: name, isName: true)
    writer.write("\n")
  }

  private static func attribute(_ name: String, _ value: String, to writer: inout ByteWriter) {
    writer.write(" ")
    writer.write(name)
    writer.write("=\"")
    writer.write(m3u: value)
    writer.write("\"")
  }
}

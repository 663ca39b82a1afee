public import Library
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
  ///   - withoutTransport: the channels that lead to a playlist in any case.
  ///   - logos: addresses of pictures, absolute.
  ///   - past: how far back the channels can be watched; zero for not at all.
  /// - Returns: the playlist in UTF-8.
  public static func playlist(
    channels: [Channel], base: String, format: StreamFormat = .ts,
    withoutTransport: Set<ChannelID> = [], logos: [ChannelID: String] = [:], past: Span = .zero
  ) -> [UInt8] {
    var writer = ByteWriter(capacity: 256 + channels.count * 400)
    let guide = GuideAddress.join(base, "iptv/xmltv.xml")
    writer.write("#EXTM3U x-tvg-url=\"\(guide)\" url-tvg=\"\(guide)\"\n")
    for channel in channels where channel.isEnabled {
      let format = withoutTransport.contains(channel.id) ? .hls : format
      let path = "iptv/channel/\(channel.number).\(format.rawValue)"
      let address = GuideAddress.join(base, path)
      write(
        channel, logo: logos[channel.id],
        // What is live is not kept.
        catchUp: catchUp(
          at: address, format: format, past: channel.kind == .live ? .zero : past), to: &writer)
      writer.write(address)
      writer.write("\n")
    }
    return writer.bytes
  }

  /// The attributes by which players offer a channel's past.
  ///
  /// The whole address with the placeholders that Kodi, TiviMate and OTT
  /// Navigator fill in. The endless stream ends with the programme; a
  /// playlist goes on with the next one.
  private static func catchUp(
    at address: String, format: StreamFormat, past: Span
  ) -> [(name: String, value: String)] {
    let days = past.milliseconds / Span.days(1).milliseconds
    guard days > 0 else { return [] }
    let end = format == .ts ? "&duration={duration}" : ""
    return [
      ("catchup", "default"), ("catchup-source", address + "?start={utc}" + end),
      ("catchup-days", String(days)),
    ]
  }

  private static func write(
    _ channel: Channel, logo: String?, catchUp: [(name: String, value: String)],
    to writer: inout ByteWriter
  ) {
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
    for (name, value) in catchUp { attribute(name, value, to: &writer) }
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

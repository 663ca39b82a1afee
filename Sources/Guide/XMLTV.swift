import Library
public import Playout

/// The guide as an XMLTV document, for players that fetch it as a file.
///
/// The document names no host, so it can be written ahead and served to
/// anybody. Its elements stand in the order that the DTD asks for.
public enum XMLTV {
  /// The channel's name in guide and playlist.
  ///
  /// It is made from the identity, which never changes, in the shape that
  /// the DTD's validator asks for: parts joined by dots.
  public static func channelID(of channel: ChannelID) -> String {
    "c\(channel.rawValue).exstreamtv.local"
  }

  /// Writes the guide of all enabled channels.
  ///
  /// The programmes of a channel should begin with the one on air, since
  /// players take a guide that starts later for a broken one.
  ///
  /// - Parameters:
  ///   - channels: the channels in their order.
  ///   - programmes: the programmes of each channel; what overlaps is cut.
  ///   - generator: the name of the program that wrote the document.
  /// - Returns: the document in UTF-8.
  public static func document(
    channels: [Channel], programmes: [ChannelID: [Programme]], generator: String = "EXStreamTV"
  ) -> [UInt8] {
    let listed = channels.filter(\.isEnabled)
    var bytes = opening(listed, generator: generator)
    for channel in listed { bytes += self.programmes(programmes[channel.id] ?? [], of: channel.id) }
    return bytes + closing
  }

  /// The beginning of a document that is written piece by piece: everything but the programmes.
  public static func opening(_ channels: [Channel], generator: String = "EXStreamTV") -> [UInt8] {
    var writer = ByteWriter(capacity: 1024 + channels.count * 300)
    writer.write(#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n")
    writer.write(#"<!DOCTYPE tv SYSTEM "xmltv.dtd">"# + "\n")
    writer.write(#"<tv generator-info-name=""#)
    writer.write(xml: generator)
    writer.write("\">\n")
    for channel in channels { write(channel, to: &writer) }
    return writer.bytes
  }

  /// The programmes of one channel, to be written behind those of the channel before.
  public static func programmes(_ programmes: [Programme], of channel: ChannelID) -> [UInt8] {
    var writer = ByteWriter(capacity: programmes.count * 400)
    write(programmes, of: channelID(of: channel), to: &writer)
    return writer.bytes
  }

  /// The end of a document that is written piece by piece.
  public static let closing = Array("</tv>\n".utf8)

  private static func write(_ channel: Channel, to writer: inout ByteWriter) {
    writer.write("  <channel id=\"\(channelID(of: channel.id))\">\n")
    let name = PlainText.isBlank(channel.name) ? "Channel \(channel.number)" : channel.name
    for display in ["\(channel.number) \(name)", "\(channel.number)", name] {
      write("display-name", display, to: &writer, indent: "    ")
    }
    writer.write("  </channel>\n")
  }

  private static func write(
    _ programmes: [Programme], of channel: String, to writer: inout ByteWriter
  ) {
    // Whole seconds: both ends are rounded alike, so neighbours still touch.
    var previousEnd = Int64.min
    for programme in programmes.sorted(by: { $0.start < $1.start }) {
      let start = max(XMLTVTime.seconds(programme.start), previousEnd)
      let end = XMLTVTime.seconds(programme.end)
      guard start < end else { continue }
      previousEnd = end
      writer.write("  <programme start=\"")
      XMLTVTime.write(start, to: &writer)
      writer.write("\" stop=\"")
      XMLTVTime.write(end, to: &writer)
      writer.write("\" channel=\"")
      writer.write(channel)
      writer.write("\">\n")
      writeDetails(of: programme, to: &writer)
      writer.write("  </programme>\n")
    }
  }

  private static func writeDetails(of programme: Programme, to writer: inout ByteWriter) {
    let title = PlainText.isBlank(programme.title) ? "Untitled" : programme.title
    write("title", title, to: &writer)
    if let subtitle = programme.subtitle, !PlainText.isBlank(subtitle) {
      write("sub-title", subtitle, to: &writer)
    }
    if let date = date(of: programme) { write("date", date, to: &writer) }
    write("category", category(of: programme), to: &writer)
    writeEpisode(of: programme, to: &writer)
  }

  /// Writes the numbers of an episode, without which Plex takes it for a film.
  private static func writeEpisode(of programme: Programme, to writer: inout ByteWriter) {
    guard programme.kind == .episode, programme.season != nil || programme.episode != nil else {
      return
    }
    // Zero-based; the specials' season 0 has no number there and stays empty.
    writer.write("    <episode-num system=\"xmltv_ns\">")
    if let season = programme.season, season > 0 { writer.write(season - 1) }
    writer.write(".")
    if let episode = programme.episode, episode > 0 { writer.write(episode - 1) }
    writer.write(".</episode-num>\n")
    writer.write("    <episode-num system=\"onscreen\">")
    if let season = programme.season, season >= 0 {
      writer.write("S")
      writer.write(season, digits: 2)
    }
    if let episode = programme.episode, episode >= 0 {
      writer.write("E")
      writer.write(episode, digits: 2)
    }
    writer.write("</episode-num>\n")
  }

  /// A film's year; the day of an episode that goes by its date.
  private static func date(of programme: Programme) -> String? {
    if programme.kind == .episode {
      guard let season = programme.season, (1900...9999).contains(season),
        let episode = programme.episode, (101...1231).contains(episode)
      else { return nil }
      return episode < 1000 ? "\(season)0\(episode)" : "\(season)\(episode)"
    }
    return programme.year.flatMap { (1000...9999).contains($0) ? String($0) : nil }
  }

  /// The one category that players sort by; they know the English words.
  private static func category(of programme: Programme) -> String {
    switch programme.kind {
    case .movie: "Movie"
    case .episode: "Series"
    case .other: "Video"
    }
  }

  private static func write(
    _ element: String, _ text: String, to writer: inout ByteWriter, indent: String = "    "
  ) {
    writer.write(indent)
    writer.write("<")
    writer.write(element)
    writer.write(">")
    writer.write(xml: text)
    writer.write("</")
    writer.write(element)
    writer.write(">\n")
  }
}

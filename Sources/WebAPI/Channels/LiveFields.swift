import Library
import Playout
import Store

/// One source of a live channel, as the API writes it.
struct SourceChoice: Codable, Hashable, JSONWritable {
  /// The address; shown without its password, which stays when the shown address is sent back.
  var url: String
  /// What the player calls itself to the server.
  var userAgent: String?

  init(_ source: LiveSource) {
    url = source.shownURL
    userAgent = source.userAgent
  }

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("url", url)
    json.field("userAgent", userAgent)
    json.close()
  }
}

extension ChannelFields {
  /// The sources of a live channel; none for all other kinds, which must not name any.
  ///
  /// - Parameters:
  ///   - wish: What was sent; nil keeps those that were.
  ///   - old: The sources that the channel has.
  ///   - channel: The channel, which can't be its own source.
  ///   - base: The address that the request came to.
  /// - Returns: The sources, with passwords that were shown masked put back.
  /// - Throws: A `Problem` that names the source and what to do.
  static func sources(
    _ wish: [SourceChoice]?, old: [LiveSource], of channel: Channel, base: BaseAddress
  ) throws -> [LiveSource] {
    guard channel.kind == .live else {
      guard wish == nil else {
        throw refusal("Only a live channel has sources; leave them out, or make the kind 'live'.")
      }
      return []
    }
    guard let wish else {
      guard !old.isEmpty else { throw refusal("Say where the picture comes from: give its URL.") }
      return old
    }
    return try sources(wish, old: old, shownOn: channel, base: base)
  }

  /// The sources that a channel is to show.
  ///
  /// - Parameters:
  ///   - wish: What was sent.
  ///   - old: The sources that there were.
  ///   - channel: The channel, which can't be its own source.
  ///   - base: The address that the request came to.
  /// - Returns: The sources, with passwords that were shown masked put back.
  /// - Throws: A `Problem` that names the source and what to do.
  static func sources(
    _ wish: [SourceChoice], old: [LiveSource], shownOn channel: Channel, base: BaseAddress
  ) throws -> [LiveSource] {
    guard (1...LiveSource.most).contains(wish.count) else {
      throw refusal("Say where the picture comes from: give 1 to \(LiveSource.most) sources.")
    }
    return try wish.enumerated().map { index, choice in
      try source(choice, at: index, old: old, of: channel, base: base)
    }
  }

  private static func source(
    _ choice: SourceChoice, at index: Int, old: [LiveSource], of channel: Channel,
    base: BaseAddress
  ) throws -> LiveSource {
    let place = "Source \(index + 1)"
    // What was shown masked means what is stored.
    let url = old.first { $0.shownURL == choice.url }?.url ?? choice.url
    let address: LiveAddress
    do throws(LiveAddress.Fault) {
      address = try LiveAddress(url)
    } catch {
      throw refusal("\(place): \(error.detail)")
    }
    guard !address.leads(to: channel, at: base) else {
      throw refusal("\(place) is this very channel; it can't show itself.")
    }
    guard let agent = choice.userAgent, !agent.isEmpty else { return LiveSource(url: url) }
    guard agent.utf8.count <= 200, agent.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
      throw refusal("\(place): the user agent must have at most 200 plain characters.")
    }
    return LiveSource(url: url, userAgent: agent)
  }

  private static func refusal(_ detail: String) -> Problem { .invalid("sources", detail) }
}

extension LiveAddress {
  /// Whether it is one of the station's own addresses of a channel.
  ///
  /// By the address that the request came to and by this machine's own names;
  /// others that lead here are the administrator's to know.
  fileprivate func leads(to channel: Channel, at base: BaseAddress) -> Bool {
    guard scheme == .http || scheme == .https else { return false }
    let own = try? LiveAddress("\(base.scheme)://\(base.host)/")
    let ports = ["http": 80, "https": 443]
    let here = own?.port ?? ports[base.scheme]
    guard (port ?? ports[scheme.rawValue]) == here else { return false }
    let isHere =
      host == own?.host || host == "localhost" || host == "::1" || host.hasPrefix("127.")
    let number = channel.number.description
    let marks = [
      "/iptv/channel/\(number).ts", "/iptv/channel/\(number).m3u8", "/auto/v\(number)",
      "/live/\(channel.id.rawValue)",
    ]
    return isHere && marks.contains(where: path.contains)
  }
}

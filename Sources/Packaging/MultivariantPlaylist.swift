/// The playlist that a player asks for first: what the channel is like, what can be chosen, and
/// where the media playlists are.
public struct MultivariantPlaylist: Hashable, Sendable {
  /// The pictures that a player chooses from by itself, the main one first; sound is in each.
  public var variants: [Variant]
  /// The sound tracks, the one that is in every variant first; none where there is only that one.
  public var sounds: [Medium] = []
  /// The subtitles.
  public var subtitles: [Medium] = []
  /// Whether every segment starts with a key frame.
  public var isIndependent: Bool

  /// One quality of the channel.
  public struct Variant: Hashable, Sendable {
    /// The most bits per second of any segment, with the sound that may be chosen.
    public var bandwidth: Int
    /// The bits per second on average; nil where it is not known.
    public var averageBandwidth: Int?
    /// What a player has to decode, as RFC 6381 names it.
    public var codecs: [String]
    /// Size and rate; nil where there is no picture.
    public var picture: Shape?
    /// The address of the media playlist, relative to this one.
    public var address: String

    /// A variant with all its parts.
    public init(
      bandwidth: Int, averageBandwidth: Int? = nil, codecs: [String], picture: Shape?,
      address: String
    ) {
      self.bandwidth = bandwidth
      self.averageBandwidth = averageBandwidth
      self.codecs = codecs
      self.picture = picture
      self.address = address
    }
  }

  /// What the pictures are like.
  public struct Shape: Hashable, Sendable {
    /// Width in pixels.
    public var width: Int
    /// Height in pixels.
    public var height: Int
    /// Pictures per second.
    public var frameRate: Double

    /// A shape with all its parts.
    public init(width: Int, height: Int, frameRate: Double) {
      self.width = width
      self.height = height
      self.frameRate = frameRate
    }

    fileprivate var rateText: String {
      let rate = frameRate.isFinite ? min(max(frameRate, 0), 1000) : 0
      let thousandths = Int64((rate * 1000).rounded())
      return "\(thousandths / 1000).\(StreamTime.padded(thousandths % 1000, 3))"
    }
  }

  /// A sound track or subtitles.
  public struct Medium: Hashable, Sendable {
    /// What players show.
    public var name: String
    /// The language as a tag such as `de`; nil where it is not known.
    public var language: String?
    /// Whether it is played unless the viewer chooses another.
    public var isDefault = false
    /// Whether subtitles only tell what the sound's own language leaves open.
    public var isForced = false
    /// How many channels of sound; nil for subtitles.
    public var channels: Int?
    /// The address of the media playlist, relative to this one; nil for what is in every variant.
    public var address: String?

    /// A sound track or subtitles.
    public init(name: String, language: String? = nil) {
      self.name = name
      self.language = language
    }
  }

  /// A playlist of variants.
  public init(variants: [Variant], isIndependent: Bool) {
    self.variants = variants
    self.isIndependent = isIndependent
  }

  /// The playlist as RFC 8216 has it: version 4 where there is something to choose, else 3.
  public var text: String {
    let media = sounds + subtitles
    var lines = ["#EXTM3U", "#EXT-X-VERSION:\(media.isEmpty ? 3 : 4)"]
    if isIndependent { lines.append("#EXT-X-INDEPENDENT-SEGMENTS") }
    lines += Self.lines(of: sounds, type: "AUDIO", group: Self.soundGroup)
    lines += Self.lines(of: subtitles, type: "SUBTITLES", group: Self.subtitleGroup)
    for variant in variants {
      lines.append("#EXT-X-STREAM-INF:" + attributes(of: variant).joined(separator: ","))
      lines.append(variant.address)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension MultivariantPlaylist {
  private static let soundGroup = "sound"
  private static let subtitleGroup = "subtitles"

  private func attributes(of variant: Variant) -> [String] {
    var attributes = ["BANDWIDTH=\(variant.bandwidth)"]
    if let average = variant.averageBandwidth { attributes.append("AVERAGE-BANDWIDTH=\(average)") }
    if !variant.codecs.isEmpty {
      attributes.append("CODECS=\(Self.quoted(variant.codecs.joined(separator: ",")))")
    }
    if let picture = variant.picture {
      attributes.append("RESOLUTION=\(picture.width)x\(picture.height)")
      attributes.append("FRAME-RATE=\(picture.rateText)")
    }
    if !sounds.isEmpty { attributes.append("AUDIO=\(Self.quoted(Self.soundGroup))") }
    if !subtitles.isEmpty { attributes.append("SUBTITLES=\(Self.quoted(Self.subtitleGroup))") }
    return attributes + ["CLOSED-CAPTIONS=NONE"]
  }

  /// The lines of a group, in which no two have the same name and at most one is the default.
  private static func lines(of media: [Medium], type: String, group: String) -> [String] {
    let chosen = media.firstIndex(where: \.isDefault)
    var names: Set<String> = []
    return media.enumerated().map { index, medium in
      var name = medium.name
      while !names.insert(name).inserted { name += " \(index + 1)" }
      var attributes = ["TYPE=\(type)", "GROUP-ID=\(quoted(group))", "NAME=\(quoted(name))"]
      if let language = medium.language { attributes.append("LANGUAGE=\(quoted(language))") }
      attributes.append("DEFAULT=\(index == chosen ? "YES" : "NO")")
      attributes.append("AUTOSELECT=YES")
      if medium.isForced { attributes.append("FORCED=YES") }
      if let channels = medium.channels { attributes.append("CHANNELS=\(quoted("\(channels)"))") }
      if let address = medium.address { attributes.append("URI=\(quoted(address))") }
      return "#EXT-X-MEDIA:" + attributes.joined(separator: ",")
    }
  }

  /// A text in quotes, which must hold neither quotes nor ends of lines.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\"", with: "'").split(whereSeparator: \.isNewline).joined(separator: " ")
      + "\""
  }
}

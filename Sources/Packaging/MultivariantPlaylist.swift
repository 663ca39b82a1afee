/// The playlist that a player asks for first: what the channel is like, and where its media
/// playlist is.
public struct MultivariantPlaylist: Hashable, Sendable {
  /// The most bits per second of any segment.
  public var bandwidth: Int
  /// The bits per second on average; nil where it is not known.
  public var averageBandwidth: Int?
  /// What a player has to decode, as RFC 6381 names it.
  public var codecs: [String]
  /// Size and rate; nil where there is no picture.
  public var picture: Shape?
  /// The address of the media playlist, relative to this one.
  public var address: String
  /// Whether every segment starts with a key frame.
  public var isIndependent: Bool

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

  /// A playlist with all its parts.
  public init(
    bandwidth: Int, averageBandwidth: Int? = nil, codecs: [String], picture: Shape?,
    address: String, isIndependent: Bool
  ) {
    self.bandwidth = bandwidth
    self.averageBandwidth = averageBandwidth
    self.codecs = codecs
    self.picture = picture
    self.address = address
    self.isIndependent = isIndependent
  }

  /// The playlist as RFC 8216 has it, version 3.
  public var text: String {
    var lines = ["#EXTM3U", "#EXT-X-VERSION:3"]
    if isIndependent { lines.append("#EXT-X-INDEPENDENT-SEGMENTS") }
    var attributes = ["BANDWIDTH=\(bandwidth)"]
    if let averageBandwidth { attributes.append("AVERAGE-BANDWIDTH=\(averageBandwidth)") }
    attributes.append("CODECS=\"\(codecs.joined(separator: ","))\"")
    if let picture {
      attributes.append("RESOLUTION=\(picture.width)x\(picture.height)")
      attributes.append("FRAME-RATE=\(picture.rateText)")
    }
    attributes.append("CLOSED-CAPTIONS=NONE")
    lines.append("#EXT-X-STREAM-INF:" + attributes.joined(separator: ","))
    lines.append(address)
    return lines.joined(separator: "\n") + "\n"
  }
}

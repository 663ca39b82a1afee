/// The playlist that a player asks for first: what the channel is like, and where its media
/// playlist is.
public struct MultivariantPlaylist: Hashable, Sendable {
  /// The most bits per second of any segment.
  public var bandwidth: Int
  /// The bits per second on average; nil where it is not known.
  public var averageBandwidth: Int?
  /// The H.264 profile, its constraints and its level, as the picture header has them.
  public var picture: PictureCodec
  /// Width in pixels.
  public var width: Int
  /// Height in pixels.
  public var height: Int
  /// Pictures per second.
  public var frameRate: Double
  /// The address of the media playlist, relative to this one.
  public var address: String
  /// Whether every segment starts with a key frame.
  public var isIndependent: Bool

  /// The three bytes that name a kind of H.264.
  public struct PictureCodec: Hashable, Sendable {
    /// The profile, such as 100 for High.
    public var profile: UInt8
    /// The constraint flags.
    public var constraints: UInt8
    /// Ten times the level, such as 31.
    public var level: UInt8

    /// A codec with all its parts.
    public init(profile: UInt8, constraints: UInt8 = 0, level: UInt8) {
      self.profile = profile
      self.constraints = constraints
      self.level = level
    }

    /// The codec as playlists name it, such as `avc1.64001f`.
    public var name: String {
      let bytes = [profile, constraints, level].map { byte in
        let digits = String(byte, radix: 16)
        return byte < 16 ? "0" + digits : digits
      }
      return "avc1." + bytes.joined()
    }
  }

  /// A playlist with all its parts.
  public init(
    bandwidth: Int, averageBandwidth: Int? = nil, picture: PictureCodec, width: Int, height: Int,
    frameRate: Double, address: String, isIndependent: Bool
  ) {
    self.bandwidth = bandwidth
    self.averageBandwidth = averageBandwidth
    self.picture = picture
    self.width = width
    self.height = height
    self.frameRate = frameRate
    self.address = address
    self.isIndependent = isIndependent
  }

  /// The playlist as RFC 8216 has it, version 3.
  public var text: String {
    var lines = ["#EXTM3U", "#EXT-X-VERSION:3"]
    if isIndependent { lines.append("#EXT-X-INDEPENDENT-SEGMENTS") }
    var attributes = ["BANDWIDTH=\(bandwidth)"]
    if let averageBandwidth { attributes.append("AVERAGE-BANDWIDTH=\(averageBandwidth)") }
    attributes.append("CODECS=\"\(picture.name),mp4a.40.2\"")
    attributes.append("RESOLUTION=\(width)x\(height)")
    attributes.append("FRAME-RATE=\(frameRateText)")
    attributes.append("CLOSED-CAPTIONS=NONE")
    lines.append("#EXT-X-STREAM-INF:" + attributes.joined(separator: ","))
    lines.append(address)
    return lines.joined(separator: "\n") + "\n"
  }

  private var frameRateText: String {
    let rate = frameRate.isFinite ? min(max(frameRate, 0), 1000) : 0
    let thousandths = Int64((rate * 1000).rounded())
    return "\(thousandths / 1000).\(StreamTime.padded(thousandths % 1000, 3))"
  }
}

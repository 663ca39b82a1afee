/// Which limit a viewer or a channel came up against.
public enum Limit: String, Codable, CaseIterable, Sendable {
  /// The channel has all the viewers it may have.
  case channelViewers
  /// One network address has all the viewers it may have.
  case clientViewers
  /// The station has all the viewers it may have.
  case stationViewers
  /// The machine encodes as many channels as it can.
  case encoders
  /// As many channels are on air as may be.
  case channels
}

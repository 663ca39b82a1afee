import Control
import Playout

/// How many viewers there may be; zero stands for any number.
public struct ViewerLimits: Hashable, Sendable {
  /// On all channels together.
  public var all: Int
  /// At one network address.
  public var perClient: Int

  /// Limits with both their parts.
  public init(all: Int = 0, perClient: Int = 0) {
    self.all = all
    self.perClient = perClient
  }

  /// Why a viewer can't be let in.
  ///
  /// - Parameters:
  ///   - viewer: Who asks.
  ///   - onChannel: Who else is on the channel.
  ///   - channelLimit: How many the channel may have; zero for any number.
  ///   - everywhere: Who else is on any channel.
  /// - Returns: Which limit was reached and what to do; nil when there is room.
  func refusal(
    of viewer: Viewer, onChannel: Audience.Crowd, channelLimit: Int,
    everywhere: Audience.Crowd
  ) -> ControlFailure? {
    if channelLimit > 0, onChannel.all >= channelLimit {
      return Self.failure(
        "This channel has \(Self.viewers(channelLimit)), which is its limit",
        "raise the channel's viewer limit", .channelViewers)
    }
    if perClient > 0, !viewer.address.isEmpty, everywhere.atAddress >= perClient {
      return Self.failure(
        "\(viewer.address) has \(Self.viewers(perClient)), which is the limit for one client",
        "raise EXSTREAMTV_VIEWERS_PER_CLIENT", .clientViewers)
    }
    if all > 0, everywhere.all >= all {
      return Self.failure(
        "The station has \(Self.viewers(all)), which is its limit", "raise EXSTREAMTV_VIEWERS",
        .stationViewers)
    }
    return nil
  }

  /// The limits that a channel's viewers are likely to come up against; that of the station is far
  /// off as a rule.
  func possible(channelLimit: Int) -> [Limit] {
    [(channelLimit, Limit.channelViewers), (perClient, .clientViewers)]
      .filter { $0.0 > 0 }.map(\.1)
  }

  private static func failure(
    _ reason: String, _ remedy: String, _ limit: Limit
  ) -> ControlFailure {
    ControlFailure(
      .limit, "\(reason). Try again when one has left, end one on the page Monitor, or \(remedy).",
      limit: limit)
  }

  private static func viewers(_ count: Int) -> String {
    count == 1 ? "1 viewer" : "\(count) viewers"
  }
}

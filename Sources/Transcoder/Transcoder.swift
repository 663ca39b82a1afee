public import Control
import Library
public import Playout
import Synchronization

/// All channels on air, live and shifted: finds, makes and ends them.
///
/// Thread-safe; nothing here waits.
public final class Transcoder: Sendable {
  let facilities: Facilities
  let channels = Mutex<[Reception: ChannelOnAir]>([:])
  /// Held while somebody is let in, so that two can't take one place.
  let door: Mutex<Door>
  /// What happened to viewers of channels that have ended meanwhile, and at the door.
  let news = Mutex(SessionNews())
  let onChange: @Sendable () -> Void

  /// A transcoder with nothing on air.
  ///
  /// - Parameters:
  ///   - facilities: The world outside.
  ///   - onChange: Called when anything that ``status`` tells has changed.
  public init(facilities: Facilities, onChange: @escaping @Sendable () -> Void) {
    self.facilities = facilities
    self.onChange = onChange
    door = Mutex(Door(live: facilities.live))
  }

  /// Puts a channel on air if it is not; the listener hears `done` once it can be watched.
  public func tune(_ reception: Reception, _ listener: (@Sendable (ControlReply) -> Void)?) {
    order(reception, failing: listener) { $0.tune(listener) }
  }

  /// Takes a channel off air, live and shifted, whoever watches.
  public func stop(_ id: ChannelID) {
    for channel in all(of: id) {
      channel.stop(because: ControlFailure(.stopped, "The channel was taken off air."))
    }
  }

  /// Has a channel read its plan anew before the next item.
  public func refresh(_ id: ChannelID) {
    for channel in all(of: id) { channel.refresh() }
  }

  /// What is on air, by channel number, live before shifted.
  public var status: [OnAirStatus] {
    channels.withLock { Array($0.values) }.compactMap(\.status).sorted {
      ($0.number, $0.shift ?? .zero) < ($1.number, $1.shift ?? .zero)
    }
  }

  /// Takes everything off air because the program ends.
  ///
  /// What viewers have still to come stays where it is, and nobody is sent away: the next
  /// transcoder goes on there.
  public func stopAll() {
    let reason = ControlFailure(.unreachable, "The transcoder is ending.")
    for channel in channels.withLock({ Array($0.values) }) { channel.stop(because: reason) }
  }

  /// Whether nothing is on air, down to the last file.
  public var isSilent: Bool { channels.withLock { $0.isEmpty } }

  /// Whether a channel is on air live, or about to be.
  func isTuned(_ id: ChannelID) -> Bool { existing(Reception(id)) != nil }

  func existing(_ reception: Reception) -> ChannelOnAir? {
    channels.withLock { $0[reception] }
  }

  private func all(of id: ChannelID) -> [ChannelOnAir] {
    channels.withLock { Array($0.values) }.filter { $0.id == id }
  }

  /// Hands an order to the channel, made anew as often as it has just ended.
  ///
  /// - Returns: False when there is no place for the channel, which the listener was told.
  @discardableResult
  func order(
    _ reception: Reception, failing listener: (@Sendable (ControlReply) -> Void)?,
    _ place: (ChannelOnAir) -> Bool
  ) -> Bool {
    while true {
      guard let (channel, isNew) = find(reception) else {
        let limit = facilities.channelLimit
        listener?(
          .failed(
            ControlFailure(
              .limit, "\(limit) channels are on air, which is the limit.", limit: .channels)))
        return false
      }
      let isTaken = place(channel)
      if isNew { channel.start() }
      if isTaken { return true }
      forget(channel)
    }
  }

  private func find(_ reception: Reception) -> (ChannelOnAir, isNew: Bool)? {
    channels.withLock { channels in
      if let channel = channels[reception] { return (channel, false) }
      guard channels.count < facilities.channelLimit else { return nil }
      let channel = ChannelOnAir(
        reception, facilities: facilities, onChange: onChange,
        onEnd: { [weak self] channel in self?.forget(channel) })
      channels[reception] = channel
      return (channel, true)
    }
  }

  private func forget(_ channel: ChannelOnAir) {
    channels.withLock { channels in
      if channels[channel.reception] === channel { channels[channel.reception] = nil }
    }
    if !channel.reception.isLive {
      LeftOver.sweep(facilities.live, now: facilities.now()) { existing($0) != nil }
    }
    let last = channel.takeNews()
    news.withLock { $0.add(last) }
    onChange()
  }
}

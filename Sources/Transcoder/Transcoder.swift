public import Control
import Library
public import Playout
import Synchronization

/// All channels on air: finds, makes and ends them.
///
/// Thread-safe; nothing here waits.
public final class Transcoder: Sendable {
  let facilities: Facilities
  let channels = Mutex<[ChannelID: ChannelOnAir]>([:])
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
  public func tune(_ id: ChannelID, _ listener: (@Sendable (ControlReply) -> Void)?) {
    order(id, failing: listener) { $0.tune(listener) }
  }

  /// Takes a channel off air, whoever watches.
  public func stop(_ id: ChannelID) {
    existing(id)?.stop(because: ControlFailure(.stopped, "The channel was taken off air."))
  }

  /// Has a channel read its plan anew before the next item.
  public func refresh(_ id: ChannelID) {
    existing(id)?.refresh()
  }

  /// What is on air, by channel number.
  public var status: [OnAirStatus] {
    channels.withLock { Array($0.values) }.compactMap(\.status).sorted { $0.number < $1.number }
  }

  /// Takes everything off air.
  public func stopAll() {
    let reason = ControlFailure(.stopped, "The transcoder is ending.")
    for channel in channels.withLock({ Array($0.values) }) { channel.stop(because: reason) }
  }

  /// Whether nothing is on air, down to the last file.
  public var isSilent: Bool { channels.withLock { $0.isEmpty } }

  func existing(_ id: ChannelID) -> ChannelOnAir? { channels.withLock { $0[id] } }

  /// Hands an order to the channel, made anew as often as it has just ended.
  ///
  /// - Returns: False when there is no place for the channel, which the listener was told.
  @discardableResult
  func order(
    _ id: ChannelID, failing listener: (@Sendable (ControlReply) -> Void)?,
    _ place: (ChannelOnAir) -> Bool
  ) -> Bool {
    while true {
      guard let (channel, isNew) = find(id) else {
        let limit = facilities.channelLimit
        listener?(
          .failed(ControlFailure(.limit, "\(limit) channels are on air, which is the limit.")))
        return false
      }
      let isTaken = place(channel)
      if isNew { channel.start() }
      if isTaken { return true }
      forget(channel)
    }
  }

  private func find(_ id: ChannelID) -> (ChannelOnAir, isNew: Bool)? {
    channels.withLock { channels in
      if let channel = channels[id] { return (channel, false) }
      guard channels.count < facilities.channelLimit else { return nil }
      let channel = ChannelOnAir(
        id: id, facilities: facilities, onChange: onChange,
        onEnd: { [weak self] channel in self?.forget(channel) })
      channels[id] = channel
      return (channel, true)
    }
  }

  private func forget(_ channel: ChannelOnAir) {
    channels.withLock { channels in
      if channels[channel.id] === channel { channels[channel.id] = nil }
    }
    let last = channel.takeNews()
    news.withLock { $0.add(last) }
    onChange()
  }
}

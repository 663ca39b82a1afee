import Control
import Library
import Synchronization

/// What this machine can carry: who may begin to encode, and who has to give way.
///
/// A channel that is on air is never refused: its viewers keep their picture,
/// whatever comes next. Only a channel that is to begin is.
final class Capacity: Sendable {
  /// A channel with less work ahead than this, long after it began, can't keep up.
  static let thin = Span.seconds(3)

  private struct State {
    var encoding = 0
    var starting = 0
    var sessions = 0
    var late: [ObjectIdentifier: String] = [:]
  }

  private let limit: Int
  private let sessionLimit: Int
  private let state = Mutex(State())

  /// A machine that may encode so many channels at once, and whose NVIDIA cards may have so many
  /// encoders open; 0 for any number of those.
  init(encoders: Int, nvencSessions: Int = 0) {
    limit = encoders
    sessionLimit = nvencSessions
  }

  /// Takes one of the encoders that the driver of a consumer's card lets be open at once; nil when
  /// all are.
  ///
  /// Each run holds one for each size of its pictures for as long as its ffmpeg lives, the one that
  /// is started ahead as well.
  func takeSession(of count: Int = 1) -> Place? {
    let isTaken = state.withLock { state in
      guard sessionLimit == 0 || state.sessions + count <= sessionLimit else { return false }
      state.sessions += count
      return true
    }
    guard isTaken else { return nil }
    return Place { [weak self] in self?.state.withLock { $0.sessions -= count } }
  }

  /// What is said of who gets none.
  var sessionRefusal: String {
    "by the processor, since all \(sessionLimit) NVENC sessions are in use "
      + "(EXSTREAMTV_NVENC_SESSIONS)"
  }

  /// Takes a place among the encoding channels.
  ///
  /// - Parameter isBeginning: Whether the channel is not on air yet.
  /// - Returns: The place, which is free again when nobody holds it any more.
  /// - Throws: `limit` when the machine has no place for a channel that is not on air yet.
  func takeEncoder(isBeginning: Bool) throws(ControlFailure) -> Place {
    let refusal = state.withLock { state -> String? in
      if isBeginning, state.encoding >= limit {
        return "\(state.encoding) channels are being encoded, which is as many as this machine is "
          + "set to carry. Watch one of them, choose a profile that passes files on as they are, "
          + "or raise EXSTREAMTV_ENCODERS."
      }
      if isBeginning, let late = state.late.values.min() {
        return "The machine can't keep up with encoding channel \(late), so it takes no further "
          + "one. Watch a channel that is on air, or choose a smaller picture in its profile."
      }
      state.encoding += 1
      return nil
    }
    if let refusal { throw ControlFailure(.limit, refusal, limit: .encoders) }
    return Place { [weak self] in self?.state.withLock { $0.encoding -= 1 } }
  }

  /// Says that somebody waits for a channel's first picture, until the place is let go.
  func begin() -> Place {
    state.withLock { $0.starting += 1 }
    return Place { [weak self] in self?.state.withLock { $0.starting -= 1 } }
  }

  /// Whether somebody waits for a first picture: those who are well ahead let ffmpeg pause.
  var isAnybodyStarting: Bool { state.withLock { $0.starting > 0 } }

  /// Notes whether an encoding channel keeps up; nil: it does.
  func note(late name: String?, of channel: AnyObject) {
    state.withLock { $0.late[ObjectIdentifier(channel)] = name }
  }

  /// Something of the machine's that is held, and given back by letting go of it.
  final class Place: Sendable {
    private let giveBack: @Sendable () -> Void

    fileprivate init(_ giveBack: @escaping @Sendable () -> Void) { self.giveBack = giveBack }

    deinit { giveBack() }
  }
}

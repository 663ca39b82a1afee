public import Config
import Control
import Library
public import Logging
import Playout
import Proofs
public import Store
import Synchronization

extension JobTools {
  /// The tools of a station: its database, nginx and the transcoder.
  ///
  /// - Parameters:
  ///   - settings: The station's settings.
  ///   - store: The open database.
  ///   - logger: Where jobs log.
  /// - Returns: Tools that tell open pages and the transcoder what changed.
  public static func live(settings: Settings, store: Store, logger: Logger) -> JobTools {
    let events = EventPublisher(internalSocket: settings.run.internalSocket)
    let transcoder = QuietControl(socket: settings.run.controlSocket)
    var tools = JobTools(
      store: store, guideFolder: settings.run.guide, ffprobe: settings.ffprobe,
      publish: { topic, json in
        guard let topic = EventTopic(rawValue: topic) else { return }
        events.publish(topic, json: json)
      },
      refresh: { transcoder.refresh($0) }, isOnAir: { transcoder.isOnAir($0) }, logger: logger)
    tools.proving = (
      ProvingGround(ffmpeg: settings.ffmpeg, folder: settings.data),
      ProofBook(path: settings.proofs), settings.tryOuts
    )
    return tools
  }
}

/// Tells the transcoder of new timelines, without ever waiting long for it.
///
/// A transcoder that is not there reads the newest plan anyway when it comes
/// back, so after a failure it is left alone for a while.
private final class QuietControl: Sendable {
  private let client: ControlClient
  private let silentUntil = Mutex<ContinuousClock.Instant?>(nil)

  init(socket: String) { client = ControlClient(socket: socket) }

  /// Whether a channel is on air, as far as can be told.
  func isOnAir(_ channel: ChannelID) -> Bool {
    failure(of: .find(channel: channel)) != .stopped
  }

  /// A channel that is not on air will ask for its plan when it is.
  func refresh(_ channel: ChannelID) {
    _ = failure(of: .refresh(channel: channel))
  }

  /// Sends a request, unless nobody was there a moment ago; nil when it was done.
  private func failure(of request: ControlRequest) -> ControlFailure.Code? {
    guard silentUntil.withLock({ $0.map { ContinuousClock.now >= $0 } ?? true }) else {
      return .unreachable
    }
    do {
      try client.send(request, timeout: .milliseconds(500))
      return nil
    } catch {
      if error.code == .unreachable { silentUntil.withLock { $0 = .now + .seconds(2) } }
      return error.code
    }
  }
}

import Control
import Foundation
import Glibc
import Library
import Playout

/// Who was told an address and has not come yet, and who is turned away.
///
/// A playlist's files are served by nginx alone, which looks for an empty file
/// of the session's name: in `ended` it answers 410, in `refused` 503.
struct Door: Sendable {
  /// Why a playlist's viewer is turned away; the name of the folder of its file.
  enum Bar: String, CaseIterable, Sendable {
    /// Somebody ended its session.
    case ended
    /// It came when all places were taken.
    case refused
  }

  /// One who is turned away.
  struct Outcast: Sendable {
    var bar: Bar
    var channel: Reception
    var viewer: Viewer
    var since: Moment
    var until: Moment
  }

  /// How long somebody who was told an address may take to follow it.
  static let courtesy = Span.seconds(60)
  /// How long a file stays after its session was last heard of.
  static let memory = Span.minutes(10)
  /// The most of each kind that are kept, so that invented ones can't fill memory and disk.
  static let limit = 5000

  private let live: String
  private var invitations: [String: (showsMessages: Bool, at: Moment)] = [:]
  private(set) var outcasts: [String: Outcast] = [:]
  /// How many viewers a channel may have, as the last who asked for it said; zero for any number.
  var channelLimits: [ChannelID: Int] = [:]

  /// A door before the folder of live channels.
  init(live: String) {
    self.live = live
  }

  /// Notes that somebody was told an address.
  mutating func invite(_ visit: Visit, at now: Moment) {
    guard visit.showsMessages, invitations.count < Self.limit else { return }
    invitations[visit.viewer.session] = (true, now)
  }

  /// Whether a viewer who comes in now can show messages.
  mutating func welcome(_ session: String) -> Bool {
    invitations.removeValue(forKey: session)?.showsMessages ?? false
  }

  /// Turns a viewer away from now on.
  mutating func bar(_ viewer: Viewer, from channel: Reception, as bar: Bar, at now: Moment) {
    guard outcasts.count < Self.limit else { return }
    let outcast = Outcast(
      bar: bar, channel: channel, viewer: viewer, since: now, until: now + Self.memory)
    let folder = folder(of: bar, channel)
    // As readable as the segments beside it: nginx may run as another user.
    mkdir("\(live)/\(channel)", 0o755)
    mkdir(folder, 0o755)
    let descriptor = open(
      folder + "/" + viewer.session, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { return }
    close(descriptor)
    outcasts[viewer.session] = outcast
  }

  /// Notes that one who is turned away goes on asking.
  mutating func knock(_ session: String, at now: Moment) {
    outcasts[session]?.until = now + Self.memory
  }

  /// Lets one who was turned away in again.
  mutating func pardon(_ session: String) {
    guard let outcast = outcasts.removeValue(forKey: session) else { return }
    unlink(folder(of: outcast.bar, outcast.channel) + "/" + session)
  }

  /// Forgets who has not come, and who has stopped asking.
  mutating func tidy(at now: Moment) {
    invitations = invitations.filter { $0.value.at + Self.courtesy >= now }
    for (session, outcast) in outcasts where outcast.until < now { pardon(session) }
  }

  /// Takes over what a killed predecessor left: who was ended stays out, who was refused may try.
  mutating func adopt(at now: Moment) {
    for name in names(in: live) {
      guard let channel = Reception(name) else { continue }
      for bar in Bar.allCases {
        for session in names(in: folder(of: bar, channel)) where Viewer.isSession(session) {
          outcasts[session] = Outcast(
            bar: bar, channel: channel,
            viewer: Viewer(session: session, mode: .hls, address: "", client: ""), since: now,
            until: now + Self.memory)
          if bar == .refused { pardon(session) }
        }
      }
    }
  }

  private func folder(of bar: Bar, _ channel: Reception) -> String {
    "\(live)/\(channel)/\(bar.rawValue)"
  }

  private func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }
}

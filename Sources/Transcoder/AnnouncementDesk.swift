import Control
import Dispatch
import Foundation
import Glibc
public import Library
import Packaging
import Pipeline
import Playout
import Synchronization

/// Short streams with an end, each made once for all players that are told the same.
///
/// Out of a screen that is there, so no encoder runs for it; kept as segments
/// and a playlist, so any number of players cost no more than files do. Who
/// asks before the screen is made hears so, and has had it ordered.
public final class AnnouncementDesk: Sendable {
  /// How often the screen of 8 s is shown.
  static let laps = 8
  /// How many announcements are kept.
  static let most = 24
  /// How many questions may wait.
  private static let mostWaiting = 64

  private let folder: String
  private let screens: ScreenRoom
  private let now: @Sendable () -> Moment
  private let queue = DispatchQueue(label: "exstreamtv.announcements", qos: .utility)
  private let waiting = Mutex(0)
  private let bell = WakeUp()

  /// A desk that keeps its files below the folder of live channels.
  public init(live: String, screens: ScreenRoom, now: @escaping @Sendable () -> Moment) {
    folder = live + "/announcements"
    self.screens = screens
    self.now = now
  }

  /// The screen that tells of a limit, in the shape of a profile.
  static func order(_ limit: Limit, _ profile: TranscodeProfile) -> ScreenOrder {
    ScreenOrder(screen: .standard, message: .reached(limit), profile: profile.asAnnouncement)
  }

  /// Looks for an announcement, off the path of whoever asks.
  func find(
    _ limit: Limit, _ profile: TranscodeProfile, _ reply: @escaping @Sendable (String?) -> Void
  ) {
    let isTaken = waiting.withLock { waiting in
      guard waiting < Self.mostWaiting else { return false }
      waiting += 1
      return true
    }
    guard isTaken else { return reply(nil) }
    queue.async { [self] in
      reply(name(of: Self.order(limit, profile)))
      waiting.withLock { $0 -= 1 }
    }
  }

  /// The name of the folder with the playlist; nil while there is no screen.
  private func name(of order: ScreenOrder) -> String? {
    let files = SegmentFolder(path: folder + "/" + order.name)
    let playlist = files.path + "/" + SegmentFolder.playlistName
    // What is used is not the oldest.
    if utimensat(AT_FDCWD, playlist, nil, 0) == 0 { return order.name }
    guard case .ready(let reel) = screens.look(for: order, bell: bell),
      !reel.order.message.headline.isEmpty, let bytes = reel.contents
    else { return nil }
    removeOldest()
    do throws(SegmentFolderError) {
      try write(bytes, to: files)
      return order.name
    } catch {
      try? FileManager.default.removeItem(atPath: files.path)
      return nil
    }
  }

  private func write(_ lap: [UInt8], to files: SegmentFolder) throws(SegmentFolderError) {
    try files.prepare()
    var stream = ChannelStream(
      resuming: StreamState(), shape: SegmentShape(first: [], regular: 360_000, target: 8))
    var next = StreamTime(milliseconds: now().milliseconds)
    var listed: [ListedSegment] = []
    for turn in 1...Self.laps {
      stream.begin(.at(next), until: nil)
      lap.withUnsafeBytes { stream.push($0) }
      next = stream.endItem(complete: true).next
      if turn == Self.laps { stream.flush() }
      for segment in stream.takeSegments() {
        try files.write(segment)
        listed.append(segment.listed)
      }
    }
    try files.writePlaylist(MediaPlaylist(target: 8, segments: listed, isEnded: true))
  }

  /// Makes a place among those that are kept.
  private func removeOldest() {
    let manager = FileManager.default
    let names = (try? manager.contentsOfDirectory(atPath: folder)) ?? []
    guard names.count >= Self.most else { return }
    let used = names.map { name -> (name: String, at: Date) in
      let playlist = "\(folder)/\(name)/\(SegmentFolder.playlistName)"
      let facts = try? manager.attributesOfItem(atPath: playlist)
      return (name, facts?[.modificationDate] as? Date ?? .distantPast)
    }
    for entry in used.sorted(by: { $0.at < $1.at }).prefix(names.count - Self.most + 1) {
      try? manager.removeItem(atPath: folder + "/" + entry.name)
    }
  }
}

extension Transcoder {
  /// Names the announcement of a limit; fails while its screen is being made.
  func announce(
    _ limit: Limit, _ profile: TranscodeProfile, _ reply: @escaping @Sendable (ControlReply) -> Void
  ) {
    let none = ControlReply.failed(
      ControlFailure(.startFailed, "The announcement is not made yet. Try again."))
    guard let desk = facilities.announcements else { return reply(none) }
    desk.find(limit, profile) { reply($0.map(ControlReply.announcement) ?? none) }
  }
}

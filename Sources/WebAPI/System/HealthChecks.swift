import Control
import Foundation
import Library
import Playout
import Store

/// Looks at each part of the station.
struct HealthChecks {
  let studio: Studio

  func all() -> [HealthCheck] {
    [database, transcoder, disk, jobs, guide, folders]
  }

  private var database: HealthCheck {
    do throws(StoreError) {
      let count = try studio.store.channels().count
      return HealthCheck("database", .ok, "\(count) channels")
    } catch {
      return HealthCheck("database", .failed, error.detail)
    }
  }

  private var transcoder: HealthCheck {
    do throws(ControlFailure) {
      guard case .status(let streams) = try studio.control.send(.status, studio.patience.status)
      else { return HealthCheck("transcoder", .unknown, "It answered something else.") }
      let viewers = streams.reduce(0) { $0 + $1.sessions.count }
      return HealthCheck("transcoder", .ok, "\(streams.count) on air, \(viewers) viewers")
    } catch {
      return HealthCheck("transcoder", .failed, error.detail)
    }
  }

  /// Whether there is room for segments and for the database.
  private var disk: HealthCheck {
    let reply = try? studio.control.send(.status, studio.patience.status)
    if case .status(let streams) = reply,
      let problem = streams.lazy.compactMap(\.storageProblem).first
    {
      return HealthCheck("disk space", .failed, problem)
    }
    let places = [studio.live, studio.store.path].map { path in
      (path, Self.room(at: URL(filePath: path).deletingLastPathComponent().path))
    }
    for (path, room) in places {
      guard let room, room < Self.leastRoom else { continue }
      let folder = URL(filePath: path).deletingLastPathComponent().path
      return HealthCheck(
        "disk space", .failed, "The disk of \(folder) has \(room >> 20) MB left; free some space.")
    }
    let rooms = places.compactMap(\.1)
    guard let least = rooms.min() else { return HealthCheck("disk space", .unknown, "not known") }
    return HealthCheck("disk space", .ok, "\(least >> 20) MB left")
  }

  /// What a few channels fill within minutes.
  private static let leastRoom: UInt64 = 8 << 20

  /// Bytes that this user may still write below a folder; nil when nobody knows.
  private static func room(at path: String) -> UInt64? {
    var facts = statvfs()
    guard statvfs(path, &facts) == 0 else { return nil }
    return UInt64(facts.f_bavail) * UInt64(facts.f_frsize)
  }

  private var jobs: HealthCheck {
    guard let beat = try? studio.store.jobsHeartbeat() else {
      return HealthCheck("jobs", .unknown, "The job runner has not reported yet.")
    }
    let silence = studio.now() - beat
    guard silence < .minutes(1) else {
      return HealthCheck(
        "jobs", .failed,
        "The job runner has been silent for \(Int(silence.seconds)) s. Start `exstreamtv jobs`.")
    }
    return HealthCheck("jobs", .ok, "running")
  }

  private var guide: HealthCheck {
    guard let channels = try? studio.store.channels(),
      channels.contains(where: \.channel.isEnabled)
    else { return HealthCheck("guide", .ok, "no channels yet") }
    let attributes = try? FileManager.default.attributesOfItem(atPath: studio.xmltv)
    guard let written = attributes?[.modificationDate] as? Date else {
      return HealthCheck("guide", .failed, "The guide has not been written yet. See /api/jobs.")
    }
    let age = studio.now() - Moment(milliseconds: Int64(written.timeIntervalSince1970 * 1000))
    guard age < .hours(24) else {
      return HealthCheck(
        "guide", .failed, "The guide is \(Int(age.seconds / 3600)) hours old. See /api/jobs.")
    }
    return HealthCheck("guide", .ok, "written \(max(0, Int(age.seconds / 60))) minutes ago")
  }

  private var folders: HealthCheck {
    guard let folders = try? studio.store.folders() else {
      return HealthCheck("media folders", .unknown, "The database does not answer.")
    }
    // As the last scan found them: a look at a disk that hangs would hang, too.
    let lost = folders.filter { $0.state == .missing || $0.state == .denied }.map(\.path)
    guard lost.isEmpty else {
      let names = lost.joined(separator: ", ")
      return HealthCheck("media folders", .failed, "Can't be read: \(names). Mount or permit them.")
    }
    return HealthCheck("media folders", .ok, "\(folders.count) folders")
  }
}

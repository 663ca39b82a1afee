import Library
import Synchronization

/// How the station is.
struct HealthAnswer: Codable, Hashable, JSONWritable {
  /// Whether everything works.
  enum Status: String, Codable, CaseIterable {
    case ok, degraded
  }

  var status: Status
  var version: String
  var startedAt: Moment
  var checks: [HealthCheck]

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("status", status.rawValue)
    json.field("version", version)
    json.field("startedAt", startedAt.milliseconds)
    json.field("checks", checks)
    json.close()
  }
}

/// How one part of the station is.
struct HealthCheck: Codable, Hashable, JSONWritable {
  /// What came of a check.
  enum Status: String, Codable, CaseIterable {
    case ok, failed, unknown
  }

  var name: String
  var status: Status
  /// What was found, and what to do about it.
  var detail: String

  init(_ name: String, _ status: Status, _ detail: String) {
    self.name = name
    self.status = status
    self.detail = detail
  }

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("name", name)
    json.field("status", status.rawValue)
    json.field("detail", detail)
    json.close()
  }
}

func showHealth(_ call: Call) throws -> HealthAnswer {
  let studio = call.studio
  let checks = studio.memory.checks { HealthChecks(studio: studio).all() }
  return HealthAnswer(
    status: checks.contains { $0.status == .failed } ? .degraded : .ok, version: studio.version,
    startedAt: studio.startedAt, checks: checks)
}

/// What a worker remembers between requests.
final class Memory: Sendable {
  private let lastChecks = Mutex<(at: ContinuousClock.Instant, checks: [HealthCheck])?>(nil)

  private let announced = Mutex(0)

  /// Takes one of the places for players of the endless stream that are told something; free
  /// again when nobody holds it any more.
  func announce() -> Held? {
    let isFree = announced.withLock { count in
      guard count < Announcement.most else { return false }
      count += 1
      return true
    }
    return isFree ? Held { [self] in announced.withLock { $0 -= 1 } } : nil
  }

  /// A place that is held.
  final class Held: Sendable {
    private let giveBack: @Sendable () -> Void
    init(_ giveBack: @escaping @Sendable () -> Void) { self.giveBack = giveBack }
    deinit { giveBack() }
  }

  /// The last checks, made anew when they are older than a second.
  ///
  /// Whoever comes meanwhile waits for them: many questions are one look.
  func checks(_ make: () -> [HealthCheck]) -> [HealthCheck] {
    lastChecks.withLock { last in
      if let last, ContinuousClock.now - last.at < .seconds(1) { return last.checks }
      let checks = make()
      last = (.now, checks)
      return checks
    }
  }
}

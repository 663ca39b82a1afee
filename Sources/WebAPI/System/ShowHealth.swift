import Library
import Synchronization

/// How the station is.
struct HealthAnswer: Codable, Hashable {
  /// Whether everything works.
  enum Status: String, Codable, CaseIterable {
    case ok, degraded
  }

  var status: Status
  var version: String
  var startedAt: Moment
  var checks: [HealthCheck]
}

/// How one part of the station is.
struct HealthCheck: Codable, Hashable {
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
}

func showHealth(_ call: Call) throws -> HealthAnswer {
  let studio = call.studio
  let checks = HealthChecks(studio: studio).all()
  return HealthAnswer(
    status: checks.contains { $0.status == .failed } ? .degraded : .ok, version: studio.version,
    startedAt: studio.startedAt, checks: checks)
}

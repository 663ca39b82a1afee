import Control
import FastCGI
import Foundation
import Schedule
import Store

/// Why a request is refused, as problem details (RFC 9457).
///
/// The one place that decides which error has which HTTP status.
struct Problem: Error {
  /// The HTTP status.
  var status: Int
  /// A sentence that names the thing and says what to do.
  var detail: String
  /// The field of the request that is at fault, if one is.
  var field: String?
  /// Header fields that go with the refusal.
  var headers: Headers = [:]

  init(_ status: Int, _ detail: String, field: String? = nil, headers: Headers = [:]) {
    self.status = status
    self.detail = detail
    self.field = field
    self.headers = headers
  }

  /// There is no such thing.
  static func notFound(_ detail: String) -> Problem { Problem(404, detail) }

  /// A field has a value that can't be used.
  static func invalid(_ field: String, _ detail: String) -> Problem {
    Problem(422, detail, field: field)
  }

  /// The answer, about the path that was asked for.
  func response(to request: Request) -> Response {
    var json = JSONBytes()
    json.open()
    json.field("type", "about:blank")
    json.field("title", Response.reason(of: status))
    json.field("status", status)
    json.field("detail", detail)
    json.field("instance", String(request.path.prefix(200)))
    json.field("field", field)
    json.close()
    var headers = headers
    headers["Content-Type"] = "application/problem+json"
    headers["Cache-Control"] = "no-store"
    return Response(status: status, headers: headers, body: .bytes(json.bytes))
  }
}

extension Problem {
  /// Puts any error into words for the one who asked.
  init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as StoreError: self.init(error)
    case let fault as RuleFault: self = .invalid(fault.field, fault.detail)
    case let failure as ControlFailure: self.init(failure)
    default: self.init(500, "The request failed: \(error). See the worker's log.")
    }
  }

  private init(_ error: StoreError) {
    let status =
      switch error.code {
      // What the address names is missing, or what a field of the body names.
      case .notFound: error.field == nil ? 404 : 422
      case .conflict: 409
      case .locked, .readOnly, .unreachable: 503
      case .full: 507
      case .corrupt, .newerSchema, .foreign, .failed: 500
      }
    self.init(status, error.detail, field: error.field)
    if status >= 503 { headers["Retry-After"] = status == 507 ? "10" : "2" }
  }

  private init(_ failure: ControlFailure) {
    switch failure.code {
    case .unknownChannel, .unknownSession: self.init(404, failure.detail)
    case .ended: self.init(410, failure.detail)
    case .badRequest: self.init(500, failure.detail)
    case .noRoom: self.init(507, failure.detail, headers: ["Retry-After": "10"])
    case .noPlan, .startFailed, .limit, .stopped, .unreachable:
      self.init(503, failure.detail, headers: ["Retry-After": "2"])
    }
  }
}

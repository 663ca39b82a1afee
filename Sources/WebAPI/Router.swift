public import FastCGI
import Logging
import Store

/// Finds the handler of a request in the route table and answers in every case.
public struct Router: Sendable {
  let studio: Studio
  private let cache = AnswerCache()
  private let literal: [[String]: [Route]]
  private let patterns: [Route]

  /// A router for the routes of one pool, or of all.
  public init(studio: Studio, pool: Route.Pool? = nil) {
    self.init(studio: studio, routes: Routes.all.filter { pool == nil || $0.pool == pool })
  }

  init(studio: Studio, routes: [Route]) {
    self.studio = studio
    let exact = routes.compactMap { route in route.pattern.literal.map { ($0, route) } }
    literal = Dictionary(grouping: exact, by: \.0).mapValues { $0.map(\.1) }
    patterns = routes.filter { $0.pattern.literal == nil }
  }

  /// The answer to a request; refusals are answers, too.
  public func answer(_ request: Request) -> Response {
    do {
      let response = try dispatch(request)
      return request.method == .head ? response.withoutBody : response
    } catch {
      let problem = Problem(error)
      if problem.status >= 500 { note(problem, of: request) }
      let response = problem.response(to: request)
      return request.method == .head ? response.withoutBody : response
    }
  }

  private func note(_ problem: Problem, of request: Request) {
    studio.logger.warning(
      "request failed",
      metadata: [
        "method": "\(request.method)", "path": "\(request.path.prefix(200))",
        "status": "\(problem.status)", "detail": "\(problem.detail)",
      ])
  }

  private func dispatch(_ request: Request) throws -> Response {
    let parts = try request.pathParts()
    let found = matches(parts)
    let isInternal = request.parameters["EXSTREAMTV_INTERNAL"] == "1"
    let allowed = found.filter { $0.route.permission != .internal || isInternal }
    guard !allowed.isEmpty else {
      throw Problem.notFound("There is nothing at this address. See /api/openapi.json.")
    }
    let address = try BaseAddress(of: request)
    // HEAD is GET without the body; the handler may still look at the method.
    let wanted = request.method == .head ? .get : request.method
    guard let match = allowed.first(where: { $0.route.method == wanted }) else {
      return try refuseMethod(request, allowed.map(\.route.method))
    }
    try CrossSite.check(request, asked: address)
    let call = Call(
      request: request, captures: match.captures, address: address, studio: studio)
    return try match.route.isCached ? cached(call, match.route) : match.route.handler(call)
  }

  private func matches(_ parts: [String]) -> [(route: Route, captures: [String: String])] {
    if let routes = literal[parts] { return routes.map { ($0, [:]) } }
    return patterns.compactMap { route in route.pattern.match(parts).map { (route, $0) } }
  }

  private func refuseMethod(_ request: Request, _ methods: [Method]) throws -> Response {
    var names = methods.map(\.rawValue)
    if methods.contains(.get) { names.insert("HEAD", at: 0) }
    let allow = (names + ["OPTIONS"]).joined(separator: ", ")
    guard request.method == .options else {
      let asked = request.method.rawValue.prefix(20)
      throw Problem(
        405, "\(asked) is not possible here; use \(allow).", headers: ["Allow": allow])
    }
    return Response(status: 204, headers: ["Allow": allow])
  }

  private func cached(_ call: Call, _ route: Route) throws -> Response {
    let query = call.request.query.items.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    let key = call.request.path + "?" + query
    // Before the answer is made: a change in between must not be missed.
    let revision = try call.studio.store.revision()
    let answer =
      try cache.answer(key, at: revision)
      ?? cache.keep(route.handler(call).bytes, as: key, at: revision)
    var response = JSONAnswer.response(answer.bytes)
    response.headers["ETag"] = answer.tag
    if let tags = call.request.header("If-None-Match"), tags.contains(answer.tag) {
      response.status = 304
      response.body = .bytes([])
    }
    return response
  }
}

public import FastCGI

/// One line of the route table: what may be asked, by whom, and what it means.
public struct Route: Sendable {
  /// The worker pools.
  public enum Pool: String, CaseIterable, Sendable {
    /// Short requests.
    case api
    /// Endless streams and cold tunes, a thread each.
    case streams
  }

  /// Who may ask.
  public enum Permission: String, CaseIterable, Sendable {
    /// Players, which know an address and nothing else.
    case player
    /// Everybody who may look at the pages.
    case viewer
    /// Everybody who may change channels and library.
    case editor
    /// Our own processes, by nginx's internal socket.
    case `internal`
  }

  /// The method.
  public let method: Method
  /// The path, with names in braces.
  public let path: String
  /// Who may ask.
  public let permission: Permission
  /// Which workers answer.
  public let pool: Pool
  /// What it does, in one sentence.
  public let summary: String
  /// What may stand in the query.
  let query: [QueryField]
  /// What the body must be.
  let body: (any Wire.Type)?
  /// The media type of a body that is no JSON of ours.
  let takes: String?
  /// The status of success.
  let status: Int
  /// What comes back.
  let answer: Answer
  /// Whether the answer holds as long as the database does not change.
  let isCached: Bool
  let pattern: PathPattern
  let handler: @Sendable (Call) throws -> Response

  /// What a route answers with.
  enum Answer: Sendable {
    case json(any Wire.Type)
    case bytes(type: String)
    case nothing
  }
}

/// What passes over the wire as JSON.
typealias Wire = Codable & Sendable

/// A name that may stand in a route's query.
struct QueryField: Sendable {
  let name: String
  let summary: String
  let schema: Schema
}

extension Route {
  private init(
    _ method: Method, _ path: String, _ permission: Permission, _ summary: String, pool: Pool,
    query: [QueryField], body: (any Wire.Type)? = nil, takes: String? = nil, status: Int,
    answer: Answer, isCached: Bool = false, handler: @escaping @Sendable (Call) throws -> Response
  ) {
    self.method = method
    self.path = path
    self.permission = permission
    self.pool = pool
    self.summary = summary
    self.query = query
    self.body = body
    self.takes = takes
    self.status = status
    self.answer = answer
    self.isCached = isCached
    pattern = PathPattern(path)
    self.handler = handler
  }

  /// Answers a question with JSON.
  static func read<Answer: Wire>(
    _ path: String, _ permission: Permission, _ summary: String, query: [QueryField] = [],
    isCached: Bool = false, _ handler: @escaping @Sendable (Call) throws -> Answer
  ) -> Route {
    Route(
      .get, path, permission, summary, pool: .api, query: query, status: 200,
      answer: .json(Answer.self), isCached: isCached
    ) { call in
      JSONAnswer.response(try JSONAnswer.bytes(of: handler(call)))
    }
  }

  /// Does something, with a body of a media type where one is named, and answers with JSON.
  static func act<Answer: Wire>(
    _ method: Method, _ path: String, _ permission: Permission, _ summary: String,
    takes: String? = nil, status: Int = 200,
    _ handler: @escaping @Sendable (Call) throws -> Answer
  ) -> Route {
    Route(
      method, path, permission, summary, pool: .api, query: [], takes: takes, status: status,
      answer: .json(Answer.self)
    ) { call in
      JSONAnswer.response(status: status, try JSONAnswer.bytes(of: handler(call)))
    }
  }

  /// Does something with a body and answers with JSON.
  static func act<Body: Wire, Answer: Wire>(
    _ method: Method, _ path: String, _ permission: Permission, _ summary: String,
    query: [QueryField] = [], status: Int = 200,
    _ handler: @escaping @Sendable (Call, Body) throws -> Answer
  ) -> Route {
    Route(
      method, path, permission, summary, pool: .api, query: query, body: Body.self, status: status,
      answer: .json(Answer.self)
    ) { call in
      let body = try call.body(Body.self)
      return JSONAnswer.response(status: status, try JSONAnswer.bytes(of: handler(call, body)))
    }
  }

  /// Does something and has nothing to say about it.
  static func act(
    _ method: Method, _ path: String, _ permission: Permission, _ summary: String,
    query: [QueryField] = [], _ handler: @escaping @Sendable (Call) throws -> Void
  ) -> Route {
    Route(
      method, path, permission, summary, pool: .api, query: query, status: 204, answer: .nothing
    ) { call in
      try handler(call)
      return Response(status: 204)
    }
  }

  /// Does something with a body and has nothing to say about it.
  static func act<Body: Wire>(
    _ method: Method, _ path: String, _ permission: Permission, _ summary: String,
    _ handler: @escaping @Sendable (Call, Body) throws -> Void
  ) -> Route {
    Route(
      method, path, permission, summary, pool: .api, query: [], body: Body.self, status: 204,
      answer: .nothing
    ) { call in
      try handler(call, call.body(Body.self))
      return Response(status: 204)
    }
  }

  /// Answers with something that is not JSON of ours.
  static func serve(
    _ path: String, _ permission: Permission, _ summary: String, method: Method = .get,
    type: String, pool: Pool = .api, query: [QueryField] = [],
    _ handler: @escaping @Sendable (Call) throws -> Response
  ) -> Route {
    Route(
      method, path, permission, summary, pool: pool, query: query, status: 200,
      answer: .bytes(type: type), handler: handler)
  }

  /// Answers a body with something that is not JSON of ours.
  static func act<Body: Wire>(
    _ method: Method, _ path: String, _ permission: Permission, _ summary: String, type: String,
    _ handler: @escaping @Sendable (Call, Body) throws -> Response
  ) -> Route {
    Route(
      method, path, permission, summary, pool: .api, query: [], body: Body.self, status: 200,
      answer: .bytes(type: type)
    ) { call in try handler(call, call.body(Body.self)) }
  }
}

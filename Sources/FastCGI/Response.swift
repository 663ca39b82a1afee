/// What a handler answers.
public struct Response: Sendable {
  /// What follows the header fields.
  public enum Body: Sendable {
    /// All of it at once.
    case bytes([UInt8])
    /// Written piece by piece on the request's own thread, until the closure returns.
    case stream(@Sendable (StreamWriter) -> Void)
  }

  /// The HTTP status.
  public var status: Int
  /// The header fields; the length of a body of bytes is added by itself.
  public var headers: Headers
  /// What follows the header fields.
  public var body: Body

  /// An answer with all its parts.
  public init(status: Int = 200, headers: Headers = [:], body: Body = .bytes([])) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// An answer of text.
  public init(status: Int = 200, type: String, text: String) {
    self.init(status: status, headers: ["Content-Type": type], body: .bytes(Array(text.utf8)))
  }

  /// The body's bytes; empty for a stream.
  public var bytes: [UInt8] {
    guard case .bytes(let bytes) = body else { return [] }
    return bytes
  }

  /// The same header fields without a body, as HEAD wants them.
  public var withoutBody: Response {
    var answer = self
    if case .bytes(let bytes) = body { answer.headers["Content-Length"] = String(bytes.count) }
    answer.body = .bytes([])
    return answer
  }

  /// The lines before the body as CGI writes them.
  var head: [UInt8] {
    var text = "Status: \(status) \(Self.reason(of: status))\r\n"
    for field in headers.fields { text += "\(field.name): \(field.value)\r\n" }
    if case .bytes(let bytes) = body, headers["Content-Length"] == nil, Self.hasBody(status) {
      text += "Content-Length: \(bytes.count)\r\n"
    }
    return Array((text + "\r\n").utf8)
  }

  private static func hasBody(_ status: Int) -> Bool { status != 204 && status != 304 }

  /// The words that go with a status.
  public static func reason(of status: Int) -> String { reasons[status] ?? "Status \(status)" }

  private static let reasons: [Int: String] = [
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 304: "Not Modified",
    400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    406: "Not Acceptable",
    408: "Request Timeout", 409: "Conflict", 410: "Gone",
    411: "Length Required", 413: "Content Too Large",
    414: "URI Too Long", 415: "Unsupported Media Type", 422: "Unprocessable Content",
    500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
    507: "Insufficient Storage",
  ]
}

/// One request as the web server passed it on, with its whole body.
public struct Request: Sendable {
  /// What is asked.
  public var method: Method
  /// The path as the client wrote it: neither decoded nor normalised, without the query.
  public var path: String
  /// The decoded query.
  public var query: Query
  /// Every variable that the web server sent.
  public var parameters: Parameters
  /// The body; empty when there was none.
  public var body: [UInt8]

  /// A request with all its parts.
  public init(
    method: Method, path: String, query: Query = Query(), parameters: Parameters = [:],
    body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.parameters = parameters
    self.body = body
  }

  /// Reads method, path and query out of the parameters.
  ///
  /// `REQUEST_URI` is what the client sent; a web server without it is taken
  /// at its `SCRIPT_NAME` and `PATH_INFO`.
  init(parameters: Parameters, body: [UInt8]) {
    method = Method(rawValue: parameters["REQUEST_METHOD"] ?? "GET")
    let address = parameters["REQUEST_URI"] ?? ""
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    if let path = parts.first, !path.isEmpty {
      self.path = String(path)
    } else {
      path = (parameters["SCRIPT_NAME"] ?? "") + (parameters["PATH_INFO"] ?? "")
    }
    let written = parameters["QUERY_STRING"] ?? (parts.count == 2 ? String(parts[1]) : "")
    query = Query(parsing: written)
    self.parameters = parameters
    self.body = body
  }

  /// A header field of the request, nil when it was not sent or is empty.
  public func header(_ name: String) -> String? {
    let upper = String(name.uppercased().map { $0 == "-" ? "_" : $0 })
    let isBare = upper == "CONTENT_TYPE" || upper == "CONTENT_LENGTH"
    guard let value = parameters[isBare ? upper : "HTTP_" + upper], !value.isEmpty else {
      return nil
    }
    return value
  }
}

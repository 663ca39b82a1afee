/// An HTTP request.
public struct Request: Sendable {
  /// The method, such as `GET`.
  public var method: String
  /// The address; `http` or `https`.
  public var url: String
  /// Headers in order.
  public var headers: [(String, String)]
  /// The body; sent when it is not empty, or the method is `POST`, `PUT` or `PATCH`.
  public var body: [UInt8]
  /// The unix socket to connect to instead of the address's host.
  public var unixSocket: String?
  /// How long everything together may take.
  public var timeout: Duration
  /// The most bytes of an answer's body that are taken.
  public var bodyLimit: Int

  /// A request with all its parts.
  public init(
    method: String = "GET", url: String, headers: [(String, String)] = [], body: [UInt8] = [],
    unixSocket: String? = nil, timeout: Duration = .seconds(10), bodyLimit: Int = 16 << 20
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.unixSocket = unixSocket
    self.timeout = timeout
    self.bodyLimit = bodyLimit
  }
}

/// An HTTP answer, whatever its status.
public struct Response: Sendable {
  /// The status, such as 200.
  public var status: Int
  /// Headers in order, names as they came.
  public var headers: [(String, String)]
  /// The body.
  public var body: [UInt8]

  /// An answer with all its parts.
  public init(status: Int, headers: [(String, String)], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of a name, whatever its case.
  public func header(_ name: String) -> String? {
    headers.first { $0.0.lowercased() == name.lowercased() }?.1
  }
}

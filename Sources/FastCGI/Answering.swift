import CFastCGI

/// Takes one exchange from its request to the end of its answer.
struct Answering {
  let limits: Limits
  let handler: Server.Handler

  func answer(_ exchange: any Exchange, isShuttingDown: @escaping () -> Bool) {
    let response =
      switch RequestReader(limits: limits).read(from: exchange) {
      case .success(let request): handler(request)
      case .failure(let refusal): refusal.response
      }
    switch response.body {
    case .bytes(let bytes):
      guard exchange.write(response.head + bytes) else { return }
    case .stream(let stream):
      guard exchange.write(response.head), exchange.flush() else { return }
      stream(StreamWriter(exchange: exchange, isShuttingDown: isShuttingDown))
    }
    _ = exchange.flush()
  }
}

extension Server {
  /// libfcgi must be set up once before the first thread uses it.
  static let libraryIsReady: Bool = FCGX_Init() == 0

  /// Answers the one request of a plain CGI call on the standard streams.
  ///
  /// False when the environment holds no such request.
  public static func answerCGI(
    environment: [String: String], limits: Limits = Limits(), handler: @escaping Handler
  ) -> Bool {
    guard environment["GATEWAY_INTERFACE"] != nil, environment["REQUEST_METHOD"] != nil else {
      return false
    }
    let exchange = CGIExchange(parameters: Parameters(environment))
    Answering(limits: limits, handler: handler).answer(exchange) { false }
    return true
  }
}

/// Reads one request with its body, within limits.
struct RequestReader {
  let limits: Limits

  /// The request, or the answer that refuses it.
  func read(from exchange: any Exchange) -> Result<Request, Refusal> {
    let parameters = exchange.parameters
    let announced = parameters["CONTENT_LENGTH"] ?? ""
    guard announced.isEmpty || announced.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return .failure(.badLength(announced))
    }
    // A length that does not fit an integer is larger than any limit.
    let length = announced.isEmpty ? nil : Int(announced) ?? .max
    if let length, length > limits.body {
      discard(from: exchange)
      return .failure(.tooLarge(limit: limits.body))
    }
    guard let body = body(from: exchange, expecting: length ?? 0) else {
      discard(from: exchange)
      return .failure(.tooLarge(limit: limits.body))
    }
    if let length, length != body.count {
      return .failure(.wrongLength(announced: length, received: body.count))
    }
    return .success(Request(parameters: parameters, body: body))
  }

  /// The body to its end, nil when it is larger than the limit.
  private func body(from exchange: any Exchange, expecting length: Int) -> [UInt8]? {
    var body: [UInt8] = []
    body.reserveCapacity(length)
    return withUnsafeTemporaryAllocation(byteCount: 16 * 1024, alignment: 8) { buffer in
      while body.count <= limits.body {
        let count = exchange.read(into: buffer)
        guard count > 0 else { return body }
        body.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
      }
      return nil
    }
  }

  private func discard(from exchange: any Exchange) {
    withUnsafeTemporaryAllocation(byteCount: 64 * 1024, alignment: 8) { buffer in
      var left = limits.discarded
      while left > 0 {
        let count = exchange.read(into: buffer)
        guard count > 0 else { return }
        left -= count
      }
    }
  }
}

/// A request that cannot be handed to a handler.
enum Refusal: Error, Equatable {
  case badLength(String)
  case wrongLength(announced: Int, received: Int)
  case tooLarge(limit: Int)

  /// The refusal as problem details (RFC 9457).
  var response: Response {
    let (status, detail) =
      switch self {
      case .badLength:
        (400, "The Content-Length is not a number.")
      case .wrongLength(let announced, let received):
        (
          400,
          "The body has \(received) bytes but Content-Length says \(announced). Send it again."
        )
      case .tooLarge(let limit):
        (413, "The body is larger than the limit of \(limit) bytes. Send less at once.")
      }
    let title = Response.reason(of: status)
    return Response(
      status: status, type: "application/problem+json",
      text: #"{"type":"about:blank","title":"\#(title)","status":\#(status),"detail":"\#(detail)"}"#
    )
  }
}

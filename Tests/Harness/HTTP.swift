package import Fetch

/// Plain requests to any address.
package enum HTTP {
  /// Asks and waits for the answer.
  package static func get(_ address: String) throws -> Response {
    try Fetch.send(Request(url: address, timeout: .seconds(20), bodyLimit: 64 << 20))
  }
}

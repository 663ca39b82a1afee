/// Why a request got no answer.
///
/// Names the host, never the whole address: that may hold a password.
public struct FetchError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: String, Hashable, CaseIterable, Sendable {
    /// The address is not one, or not `http` or `https`.
    case badAddress
    /// The host's name is not known.
    case unknownHost
    /// Nobody listens there.
    case refused
    /// It took too long.
    case timedOut
    /// The answer's body is longer than allowed.
    case tooLarge
    /// The other side's certificate is not to be trusted.
    case untrusted
    /// The connection broke, or the answer is not HTTP.
    case broken
  }

  /// What kind of failure.
  public var code: Code
  /// Whom the request was for.
  public var host: String
  /// What the network said.
  public var detail: String

  /// A failure with all its parts.
  public init(_ code: Code, host: String, detail: String) {
    self.code = code
    self.host = host
    self.detail = detail
  }

  /// A sentence for people.
  public var description: String {
    switch code {
    case .badAddress: "The address for \(host) can't be used: \(detail)"
    case .unknownHost: "The host \(host) is not known: \(detail)"
    case .refused: "Nobody answers at \(host): \(detail)"
    case .timedOut: "\(host) did not answer in time: \(detail)"
    case .tooLarge: "The answer of \(host) is too large: \(detail)"
    case .untrusted: "The certificate of \(host) is not to be trusted: \(detail)"
    case .broken: "The connection to \(host) broke: \(detail)"
    }
  }
}

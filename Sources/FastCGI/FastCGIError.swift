/// Why the listener could not start.
public struct FastCGIError: Error, Sendable, CustomStringConvertible {
  /// The kinds of failure.
  public enum Code: Sendable {
    /// Neither a socket nor a CGI request was handed over.
    case noSocket
    /// The socket cannot be made.
    case cannotListen
    /// Another program answers on the socket.
    case taken
    /// The system has no more threads.
    case noThreads
  }

  /// What kind of failure.
  public let code: Code
  /// A sentence that names the thing and what to do.
  public let detail: String

  /// The sentence.
  public var description: String { detail }
}

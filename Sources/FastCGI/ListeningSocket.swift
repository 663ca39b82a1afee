import CFastCGI
import Glibc

/// The socket on which the web server hands requests over.
///
/// An inherited socket is shared with the program that replaces this one, so it
/// is never shut down: this program only stops accepting.
public struct ListeningSocket: Sendable {
  /// The descriptor, not blocking.
  public let descriptor: Int32
  /// The path that was made for it, nil when it was inherited.
  public let path: String?

  /// The socket that was handed over: descriptor 3 from systemd, else 0.
  ///
  /// Nil when neither is a listening socket, such as in a plain CGI call.
  public static func inherited(
    environment: [String: String]
  ) -> ListeningSocket? {
    let isForUs = environment["LISTEN_PID"].map { $0 == String(getpid()) } ?? true
    if isForUs, environment["LISTEN_FDS"] != nil, let socket = ListeningSocket(descriptor: 3) {
      return socket
    }
    return ListeningSocket(descriptor: 0)
  }

  /// Takes a listening socket; nil when the descriptor is none.
  public init?(descriptor: Int32) {
    var isListening: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    let code = getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size)
    guard code == 0, isListening == 1 else { return nil }
    self.init(adopting: descriptor, path: nil)
  }

  private init(adopting descriptor: Int32, path: String?) {
    self.descriptor = descriptor
    self.path = path
    // With several threads awake for one connection the late ones must not block.
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }

  /// Makes a unix socket that every local user may connect to; the folder keeps others out.
  ///
  /// A socket that nobody answers on is replaced.
  public static func listening(
    at path: String, backlog: Int32 = 511
  ) throws(FastCGIError) -> ListeningSocket {
    try listening(at: path, backlog: backlog, kind: .stream, mode: 0o666)
  }

  /// What passes over a socket.
  enum Kind {
    /// Bytes.
    case stream
    /// Messages, each by itself.
    case messages

    var number: Int32 {
      Int32((self == .stream ? SOCK_STREAM : SOCK_SEQPACKET).rawValue)
    }
  }

  static func listening(
    at path: String, backlog: Int32 = 511, kind: Kind, mode: mode_t
  ) throws(FastCGIError) -> ListeningSocket {
    let descriptor = socket(AF_UNIX, kind.number | 0o2000000, 0)
    guard descriptor >= 0 else { throw .cannotListen(path, because: errno) }
    do throws(FastCGIError) {
      var address = try unixAddress(path)
      try removeStale(path, address, kind)
      let bound = withAddress(&address) { bind(descriptor, $0, $1) }
      guard bound == 0, chmod(path, mode) == 0, listen(descriptor, backlog) == 0 else {
        throw .cannotListen(path, because: errno)
      }
      return ListeningSocket(adopting: descriptor, path: path)
    } catch {
      Glibc.close(descriptor)
      throw error
    }
  }

  /// Closes the descriptor, and removes the path if it was made here.
  public func close() {
    Glibc.close(descriptor)
    if let path { unlink(path) }
  }

  private static func removeStale(
    _ path: String, _ address: sockaddr_un, _ kind: Kind
  ) throws(FastCGIError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw FastCGIError(
        code: .cannotListen, detail: "\(path) is in the way and no socket. Remove it.")
    }
    let probe = socket(AF_UNIX, kind.number, 0)
    defer { Glibc.close(probe) }
    var address = address
    guard withAddress(&address, { connect(probe, $0, $1) }) != 0 else {
      throw FastCGIError(
        code: .taken, detail: "Another program already answers on \(path). End it first.")
    }
    unlink(path)
  }
}

/// The address of a unix socket, refused when the path does not fit.
func unixAddress(_ path: String) throws(FastCGIError) -> sockaddr_un {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let room = MemoryLayout.size(ofValue: address.sun_path)
  guard path.utf8.count < room else {
    throw FastCGIError(
      code: .cannotListen,
      detail: "The socket path \(path) is longer than \(room - 1) bytes. Choose a shorter folder.")
  }
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
  return address
}

func withAddress<Answer>(
  _ address: inout sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Answer
) -> Answer {
  withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}

extension FastCGIError {
  fileprivate static func cannotListen(_ path: String, because code: Int32) -> FastCGIError {
    FastCGIError(
      code: .cannotListen,
      detail: "Cannot listen on \(path): \(String(cString: strerror(code))).")
  }
}

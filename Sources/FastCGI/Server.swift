import Glibc
import Synchronization

/// Answers requests from a listening socket on a bounded number of threads.
///
/// There are always some threads more than requests, up to the bound: a pool
/// for hundreds of endless streams costs nothing while nobody watches.
///
/// A handler runs on its thread from beginning to end and may block. The end
/// comes by ``shutDown()``: requests under way are finished, new ones stay in
/// the socket's queue for whoever takes it over.
///
///     let server = try Server(socket: socket, threads: 16) { request in … }
///     server.runUntilTerminated()
public final class Server: Sendable {
  /// Makes the answer to a request; called on several threads at once.
  public typealias Handler = @Sendable (Request) -> Response

  private let socket: ListeningSocket
  private let limits: Limits
  private let handler: Handler
  private let custodian: Custodian?
  private let ending = Atomic(false)
  // The read end becomes readable for all threads when the write end is closed.
  private let closing: (read: Int32, write: Int32)
  let connections: Mutex<[Int32]>
  let threads: Mutex<[PlainThread]> = Mutex([])
  let living = Atomic(0)
  // Threads that wait for a request.
  private let idle = Atomic(0)
  private let most: Int

  /// How many threads wait for requests where the bound allows it.
  private static let reserve = 4

  /// Starts to answer on at most the given number of threads.
  ///
  /// The custodian, if there is one, keeps the connections of streams beyond this process's life.
  public init(
    socket: ListeningSocket, threads count: Int, limits: Limits = Limits(),
    custodian: Custodian? = nil, handler: @escaping Handler
  ) throws(FastCGIError) {
    _ = Self.libraryIsReady
    self.socket = socket
    self.limits = limits
    self.handler = handler
    self.custodian = custodian
    connections = Mutex(Array(repeating: -1, count: count))
    most = count
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .noThreads(count) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    closing = (ends[0], ends[1])
    for _ in 0..<min(Self.reserve, count) {
      guard start() else {
        finish()
        throw .noThreads(count)
      }
    }
  }

  deinit { close(closing.read) }

  /// Starts one more thread, unless there are enough; false when the system gives none.
  private func start() -> Bool {
    threads.withLock { threads in
      guard threads.count < most, !isShuttingDown else { return true }
      let index = threads.count
      living.add(1, ordering: .sequentiallyConsistent)
      idle.add(1, ordering: .relaxed)
      let thread = PlainThread(stackSize: 1_048_576) { [self] in
        serve(as: index)
        living.subtract(1, ordering: .sequentiallyConsistent)
      }
      guard let thread else {
        living.subtract(1, ordering: .sequentiallyConsistent)
        idle.subtract(1, ordering: .relaxed)
        return false
      }
      threads.append(thread)
      return true
    }
  }

  /// Whether the end has been asked for.
  public var isShuttingDown: Bool { ending.load(ordering: .acquiring) }

  /// Asks all threads to end after the request that they are at; may be called twice.
  public func shutDown() {
    guard !ending.exchange(true, ordering: .acquiringAndReleasing) else { return }
    close(closing.write)
  }

  /// Ends, and waits until all threads have ended.
  ///
  /// After the time for farewells the connections that are left are cut.
  public func finish() {
    shutDown()
    let deadline = ContinuousClock.now + .seconds(limits.farewell)
    while isBusy, ContinuousClock.now < deadline { nap(milliseconds: 5) }
    if isBusy { cutConnections() }
    let ended = threads.withLock { threads in
      defer { threads = [] }
      return threads
    }
    for thread in ended { thread.join() }
  }

  /// Waits for SIGTERM or SIGINT, then ends; call ``ignoreBrokenPipes()`` and
  /// ``holdTerminationSignals()`` before the server is made.
  public func runUntilTerminated() {
    var signals = Self.terminationSignals
    var received: Int32 = 0
    while sigwait(&signals, &received) != 0 {}
    finish()
  }

  /// Keeps SIGTERM and SIGINT from ending the program at once.
  ///
  /// They wait for ``runUntilTerminated()``; threads that are made later inherit this.
  public static func holdTerminationSignals() {
    var signals = terminationSignals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// A client that leaves must not end the program.
  public static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  private static var terminationSignals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    return signals
  }

  private var isBusy: Bool { living.load(ordering: .sequentiallyConsistent) > 0 }
}

extension Server {
  private func serve(as index: Int) {
    guard let door = Door(listening: socket.descriptor, closing: closing.read) else { return }
    let exchange = FastCGIExchange(listening: socket.descriptor, custodian: custodian)
    while door.waitForKnock() {
      switch exchange.accept() {
      case .accepted:
        connections.withLock { $0[index] = exchange.connection }
        // Where the system gives no more threads, those that there are go on.
        if idle.subtract(1, ordering: .relaxed).newValue == 0 { _ = start() }
        answer(exchange)
        // Out of the table first: a number may belong to another connection at once.
        connections.withLock { $0[index] = -1 }
        exchange.finish()
        idle.add(1, ordering: .relaxed)
      case .nothing: break
      case .refused: nap(milliseconds: 50)
      }
      // Under load the door may never say that it is time to end.
      if isShuttingDown { return }
    }
  }

  private func answer(_ exchange: any Exchange) {
    Answering(limits: limits, handler: handler).answer(exchange) { [self] in isShuttingDown }
  }

  private func cutConnections() {
    connections.withLock { connections in
      for connection in connections where connection >= 0 {
        Glibc.shutdown(connection, Int32(SHUT_RDWR))
      }
    }
  }

  private func nap(milliseconds: Int32) { poll(nil, 0, milliseconds) }
}

extension FastCGIError {
  fileprivate static func noThreads(_ count: Int) -> FastCGIError {
    FastCGIError(
      code: .noThreads,
      detail: "The system does not give \(count) threads. Raise its limit or use fewer threads.")
  }
}

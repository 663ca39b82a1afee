import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Hears that the process shall end.
///
/// A handler, not an ignored signal: children start with handlers reset, but
/// would inherit that a signal is ignored.
public enum StopSignal {
  private static let flag = Atomic<Bool>(false)

  /// Whether somebody asked the process to end.
  public static var isRaised: Bool { flag.load(ordering: .relaxed) }

  /// Listens for Ctrl-C and for the supervisor's signal.
  public static func listen() {
    // The flag must exist before the handler runs: making it is not signal-safe.
    flag.store(false, ordering: .relaxed)
    for number in [SIGTERM, SIGINT] {
      signal(number) { _ in StopSignal.flag.store(true, ordering: .relaxed) }
    }
    signal(SIGPIPE, SIG_IGN)
  }
}

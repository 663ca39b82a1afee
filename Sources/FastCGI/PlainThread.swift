// epoll's header makes this module the owner of `pthread_attr_t`.
import CFastCGI
import Glibc

/// A thread of the system's own, outside Swift's cooperative pool, so that it
/// may block.
struct PlainThread: @unchecked Sendable {
  // `pthread_t` is a plain number here, written once before the value is shared.
  private let handle: pthread_t

  /// Starts a thread; nil when the system has none to give.
  init?(stackSize: Int, _ work: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    var handle = pthread_t()
    let box = Unmanaged.passRetained(Work(run: work))
    let code = pthread_create(
      &handle, &attributes,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      return nil
    }
    self.handle = handle
  }

  /// Waits until the thread has ended.
  func join() { pthread_join(handle, nil) }

  private final class Work: Sendable {
    let run: @Sendable () -> Void
    init(run: @escaping @Sendable () -> Void) { self.run = run }
  }
}

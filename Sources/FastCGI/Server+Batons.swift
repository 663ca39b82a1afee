import Synchronization

extension Server {
  /// Goes on with the streams that another process began, each on a thread of its own.
  ///
  /// - Parameters:
  ///   - batons: What that process left.
  ///   - stream: Writes the rest, knowing what was left.
  public func goOn(
    with batons: [Baton], _ stream: @escaping @Sendable (Baton, StreamWriter) -> Void
  ) {
    for baton in batons {
      let index = connections.withLock { connections in
        connections.append(baton.connection)
        return connections.count - 1
      }
      living.add(1, ordering: .sequentiallyConsistent)
      let thread = PlainThread(stackSize: 1_048_576) { [self] in
        let exchange = BatonExchange(baton)
        stream(baton, StreamWriter(exchange: exchange) { [self] in isShuttingDown })
        connections.withLock { $0[index] = -1 }
        exchange.finish()
        living.subtract(1, ordering: .sequentiallyConsistent)
      }
      if let thread {
        threads.withLock { $0.append(thread) }
      } else {
        living.subtract(1, ordering: .sequentiallyConsistent)
        BatonExchange(baton).finish()
      }
    }
  }
}

/// The way in which a streaming answer reaches its viewer, piece by piece.
///
/// A write blocks while the viewer is slower than the stream. A loop ends when
/// a write says that the viewer is gone or when ``isShuttingDown`` is set.
public final class StreamWriter {
  private let exchange: any Exchange
  private let shuttingDown: () -> Bool
  /// Bytes written so far.
  public private(set) var bytesWritten = 0
  private var hasFailed = false

  init(exchange: any Exchange, isShuttingDown: @escaping () -> Bool) {
    self.exchange = exchange
    shuttingDown = isShuttingDown
  }

  /// Whether the program was asked to end; a stream stops at its next piece.
  public var isShuttingDown: Bool { shuttingDown() }

  /// Whether the viewer has left, found out without writing.
  public var isClientGone: Bool { hasFailed || exchange.isClientGone }

  /// Writes and sends bytes in pieces of 64 KB; false when the viewer is gone.
  @discardableResult
  public func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty, !hasFailed {
      let piece = rest.prefix(64 * 1024)
      guard exchange.write(UnsafeRawBufferPointer(rebasing: piece)) else {
        hasFailed = true
        break
      }
      bytesWritten += piece.count
      rest = rest.dropFirst(piece.count)
    }
    if !hasFailed, !exchange.flush() { hasFailed = true }
    return !hasFailed
  }

  /// Has the connection kept, so that the stream outlives this process, whatever ends it.
  ///
  /// - Parameter note: What the next process needs to know to go on.
  /// - Returns: False when nobody keeps it; the stream then ends with the process.
  @discardableResult
  public func keep(_ note: [UInt8]) -> Bool { exchange.keep(note) }

  /// Notes how far the stream has come; where the next process goes on.
  public func mark(_ mark: StreamMark) { exchange.mark(mark) }

  /// Leaves the rest of the stream to the process that replaces this one.
  ///
  /// - Returns: False when nobody keeps the connection until then, so that the stream ends.
  @discardableResult
  public func handOver() -> Bool { !isClientGone && exchange.handOver() }

  /// Writes and sends bytes; false when the viewer is gone.
  @discardableResult
  public func write(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes(write) }
}

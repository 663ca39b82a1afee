/// One request and the way back to its client.
///
/// Either a FastCGI connection or the standard streams of plain CGI; used by
/// one thread only.
protocol Exchange: AnyObject {
  /// The variables of the request under way.
  var parameters: Parameters { get }
  /// Reads the next part of the body; 0 at its end.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int
  /// Writes all bytes; false when the client is gone.
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool
  /// Sends what is buffered; false when the client is gone.
  func flush() -> Bool
  /// Whether the client has left, found out without writing.
  var isClientGone: Bool { get }
  /// Has a custodian keep the connection, should this process end before the answer does; false
  /// where there is none.
  func keep(_ note: [UInt8]) -> Bool
  /// Tells the custodian how far the answer has come.
  func mark(_ mark: StreamMark)
  /// Leaves the rest of the answer to the next process; false where nobody keeps it until then.
  func handOver() -> Bool
}

extension Exchange {
  func keep(_ note: [UInt8]) -> Bool { false }
  func mark(_ mark: StreamMark) {}
  func handOver() -> Bool { false }

  func write(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes(write) }
}

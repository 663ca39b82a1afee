import Glibc

/// The rest of an answer that another process began: the connection goes on as it was.
///
/// libfcgi can't take up a request in its middle, so the records are written here.
final class BatonExchange: Exchange {
  private let baton: Baton
  private let records: Records
  private var isHandedOver = false
  let parameters: Parameters = [:]

  init(_ baton: Baton) {
    self.baton = baton
    records = Records(connection: baton.connection, request: baton.request)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }

  func write(_ bytes: UnsafeRawBufferPointer) -> Bool { records.write(bytes) }

  func flush() -> Bool { true }

  var isClientGone: Bool { hasHungUp(baton.connection) }

  /// It is kept as it was.
  func keep(_ note: [UInt8]) -> Bool { baton.deposit != nil }

  func mark(_ mark: StreamMark) { baton.deposit?.mark(mark) }

  func handOver() -> Bool {
    isHandedOver = baton.deposit != nil
    return isHandedOver
  }

  /// Ends the answer and closes the connection; one that was handed over again is left as it is.
  func finish() {
    if isHandedOver {
      baton.deposit?.leave()
    } else {
      records.end()
      baton.deposit?.end()
    }
    close(baton.connection)
  }
}

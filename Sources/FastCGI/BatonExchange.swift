import Glibc

/// The rest of an answer that another process began: the connection goes on as it was.
///
/// libfcgi can't take up a request in its middle, so the records are written here.
final class BatonExchange: Exchange {
  private let baton: Baton
  private var isHandedOver = false
  let parameters: Parameters = [:]

  /// The most bytes of one record.
  private static let longest = 65_528
  private enum Kind: UInt8 { case end = 3, output = 6 }

  init(_ baton: Baton) { self.baton = baton }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }

  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Self.longest)
      guard send(.output, UnsafeRawBufferPointer(rebasing: piece)) else { return false }
      rest = rest.dropFirst(piece.count)
    }
    return true
  }

  func flush() -> Bool { true }

  var isClientGone: Bool { hasHungUp(baton.connection) }

  func handOver(_ note: [UInt8]) -> Bool {
    isHandedOver =
      Baton(connection: baton.connection, request: baton.request, note: note).leave()
    return isHandedOver
  }

  /// Ends the answer and closes the connection; one that was handed over again is left as it is.
  func finish() {
    if !isHandedOver {
      let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
      _ =
        send(.output, nothing) && [UInt8](repeating: 0, count: 8).withUnsafeBytes { send(.end, $0) }
    }
    close(baton.connection)
  }

  private func send(_ kind: Kind, _ content: UnsafeRawBufferPointer) -> Bool {
    let (id, size) = (baton.request, content.count)
    let head: [UInt8] = [
      1, kind.rawValue, UInt8(id >> 8), UInt8(id & 0xff), UInt8(size >> 8), UInt8(size & 0xff), 0,
      0,
    ]
    return head.withUnsafeBytes(sendAll) && sendAll(content)
  }

  private func sendAll(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = Glibc.send(
        baton.connection, bytes.baseAddress?.advanced(by: sent), bytes.count - sent,
        Int32(MSG_NOSIGNAL))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}

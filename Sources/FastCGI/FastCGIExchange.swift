import CFastCGI
import Glibc

/// A request that came over a FastCGI socket; one object serves a thread for
/// all its requests, one after another.
final class FastCGIExchange: Exchange {
  /// How an attempt to take a connection ended.
  enum Acceptance {
    case accepted
    /// Somebody else was quicker, or the client left at once.
    case nothing
    /// The system refuses, such as for want of descriptors.
    case refused(Int32)
  }

  private let request: UnsafeMutablePointer<FCGX_Request>
  private(set) var parameters: Parameters = [:]
  private let custodian: Custodian?
  /// The stream in keeping, whose records are written past libfcgi.
  private var kept: (deposit: Deposit, records: Records)?
  private var isHandedOver = false

  init(listening: Int32, custodian: Custodian? = nil) {
    self.custodian = custodian
    request = .allocate(capacity: 1)
    request.initialize(to: FCGX_Request())
    FCGX_InitRequest(request, listening, 0)
  }

  deinit {
    FCGX_Free(request, 1)
    request.deallocate()
  }

  /// The connection to the web server, negative when there is none.
  var connection: Int32 { request.pointee.ipcFd }

  /// Takes the next connection and reads its parameters.
  func accept() -> Acceptance {
    let code = FCGX_Accept_r(request)
    guard code < 0 else {
      limitWaiting()
      parameters = Parameters(environment: request.pointee.envp)
      return .accepted
    }
    switch -code {
    case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .refused(-code)
    default: return .nothing
    }
  }

  /// Ends the answer and closes the connection; one that was handed over is left as it is.
  func finish() {
    let deposit = kept?.deposit
    kept = nil
    guard isHandedOver else {
      FCGX_Finish_r(request)
      deposit?.end()
      return
    }
    isHandedOver = false
    deposit?.leave()
    FCGX_Free(request, 0)
    close(request.pointee.ipcFd)
    request.pointee.ipcFd = -1
  }

  func keep(_ note: [UInt8]) -> Bool {
    // What libfcgi has not sent yet comes before what is written past it.
    guard kept == nil, let custodian, let id = UInt16(exactly: request.pointee.requestId), flush(),
      let deposit = Deposit(
        connection: connection, request: id, note: note, custodian: custodian)
    else { return kept != nil }
    kept = (deposit, Records(connection: connection, request: id))
    return true
  }

  func mark(_ mark: StreamMark) { kept?.deposit.mark(mark) }

  func handOver() -> Bool {
    isHandedOver = kept != nil
    return isHandedOver
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    let limit = Int32(clamping: buffer.count)
    return Int(
      max(0, FCGX_GetStr(base.assumingMemoryBound(to: CChar.self), limit, request.pointee.in)))
  }

  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if let kept { return kept.records.write(bytes) }
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return true }
    let text = base.assumingMemoryBound(to: CChar.self)
    guard let count = Int32(exactly: bytes.count) else { return false }
    return FCGX_PutStr(text, count, request.pointee.out) == count
      && FCGX_GetError(request.pointee.out) == 0
  }

  func flush() -> Bool { FCGX_FFlush(request.pointee.out) == 0 }

  var isClientGone: Bool { hasHungUp(connection) }

  /// A web server that neither sends nor reads for a minute does not keep a thread.
  private func limitWaiting() {
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
  }
}

/// Whether the other end of a connection was closed.
func hasHungUp(_ connection: Int32) -> Bool {
  // POLLRDHUP is not in Swift's Glibc module.
  let hangUp: Int16 = 0x2000
  var poller = pollfd(fd: connection, events: Int16(POLLIN) | hangUp, revents: 0)
  guard poll(&poller, 1, 0) > 0 else { return false }
  return poller.revents & (hangUp | Int16(POLLHUP) | Int16(POLLERR)) != 0
}

import Foundation
import Glibc
import Synchronization

/// Many viewers of endless streams, read by one thread.
///
/// Each stream's continuity counters are followed; its bytes are thrown away.
package final class Crowd: Sendable {
  /// What one viewer got.
  package struct Seat: Sendable {
    /// Bytes of the stream.
    package var bytes = 0
    /// Breaks of a continuity counter, lost packet boundaries included.
    package var breaks = 0
    /// The longest time without a byte, in seconds.
    package var longestWait = 0.0
    /// Whether the stream ended.
    package var isClosed = false
    fileprivate var counters: [Int: UInt8] = [:]
    fileprivate var rest: [UInt8] = []
    fileprivate var hasHead = false
    fileprivate var last = ContinuousClock.now
  }

  private let descriptors: [Int32]
  private let seats: Mutex<[Seat]>
  private let isLeaving = Atomic(false)

  /// Connects a viewer to each of the paths.
  package init(_ station: Station, paths: [String]) throws {
    descriptors = try paths.map { try StreamViewer.connection(to: station, path: $0) }
    seats = Mutex(paths.map { _ in Seat() })
    let thread = Thread { [self] in read() }
    thread.start()
  }

  /// What everybody got so far.
  package var all: [Seat] { seats.withLock { $0 } }

  /// Hangs up for everybody.
  package func leave() {
    isLeaving.store(true, ordering: .relaxed)
    for descriptor in descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
  }

  private func read() {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var chunk = [UInt8](repeating: 0, count: 262_144)
    while !isLeaving.load(ordering: .relaxed), entries.contains(where: { $0.fd >= 0 }) {
      guard poll(&entries, nfds_t(entries.count), 500) > 0 else { continue }
      for index in entries.indices where entries[index].fd >= 0 && entries[index].revents != 0 {
        let count = recv(entries[index].fd, &chunk, chunk.count, Int32(MSG_DONTWAIT))
        if count > 0 {
          seats.withLock { $0[index].take(chunk[..<count]) }
        } else if count == 0 || errno != EAGAIN {
          entries[index].fd = -1
          seats.withLock { $0[index].isClosed = true }
        }
      }
    }
    for descriptor in descriptors { close(descriptor) }
  }
}

extension Crowd.Seat {
  fileprivate mutating func take(_ chunk: ArraySlice<UInt8>) {
    let now = ContinuousClock.now
    if bytes > 0 { longestWait = max(longestWait, (now - last).inSeconds) }
    last = now
    rest += chunk
    if !hasHead {
      guard let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { return }
      rest.removeSubrange(..<end.upperBound)
      hasHead = true
    }
    let whole = rest.count / 188 * 188
    rest.withUnsafeBufferPointer { packets in
      for start in stride(from: 0, to: whole, by: 188) { follow(packets, at: start) }
    }
    bytes += whole
    rest.removeFirst(whole)
  }

  /// ISO/IEC 13818-1, 2.4.3.3: the counter rises with each packet that has a payload.
  private mutating func follow(_ packets: UnsafeBufferPointer<UInt8>, at start: Int) {
    guard packets[start] == 0x47 else {
      breaks += 1
      return
    }
    let stream = Int(packets[start + 1] & 0x1f) << 8 | Int(packets[start + 2])
    guard stream != 0x1fff, packets[start + 3] & 0x10 != 0 else { return }
    let counter = packets[start + 3] & 0x0f
    if let last = counters[stream], counter != (last + 1) & 0x0f { breaks += 1 }
    counters[stream] = counter
  }
}

import ChildProcess
import Glibc
import Synchronization

/// Waits for a child's end and counts how often it was told.
final class Ending: Sendable {
  private struct State {
    var ends: [ChildEnd] = []
    var waiter: CheckedContinuation<ChildEnd, Never>?
  }

  private let state = Mutex(State())

  var callback: @Sendable (ChildEnd) -> Void {
    { [self] end in
      let waiter = state.withLock { state in
        state.ends.append(end)
        defer { state.waiter = nil }
        return state.waiter
      }
      waiter?.resume(returning: end)
    }
  }

  var count: Int { state.withLock { $0.ends.count } }

  func value() async -> ChildEnd {
    await withCheckedContinuation { continuation in
      let end = state.withLock { state in
        if state.ends.isEmpty { state.waiter = continuation }
        return state.ends.first
      }
      if let end { continuation.resume(returning: end) }
    }
  }
}

/// Looks again every few milliseconds; the test's time limit ends the wait.
func until(_ condition: @Sendable () -> Bool) async throws {
  while !condition() { try await Task.sleep(for: .milliseconds(5)) }
}

/// How many bytes wait in a pipe.
func waiting(_ descriptor: Int32) -> Int {
  var count: Int32 = 0
  return ioctl(descriptor, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
}

/// Everything that can be read now.
func readAll(_ descriptor: Int32) -> [UInt8] {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65536)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return bytes }
    bytes += buffer[..<count]
  }
}

func isAlive(_ pid: Int32) -> Bool {
  guard kill(pid, 0) == 0 else { return false }
  let stat = open("/proc/\(pid)/stat", O_RDONLY)
  defer { close(stat) }
  // A zombie whose parent has not looked yet is dead enough.
  return !String(decoding: readAll(stat), as: UTF8.self).contains(") Z ")
}

func openDescriptors() -> Int {
  guard let folder = opendir("/proc/self/fd") else { return 0 }
  defer { closedir(folder) }
  var count = 0
  while readdir(folder) != nil { count += 1 }
  return count
}

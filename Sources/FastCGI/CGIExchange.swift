import Glibc

/// The one request of a plain CGI call: variables in the environment, the
/// body on the standard input, the answer on the standard output.
final class CGIExchange: Exchange {
  let parameters: Parameters
  private let input: Int32
  private let output: Int32
  private var left: Int

  init(parameters: Parameters, input: Int32 = 0, output: Int32 = 1) {
    self.parameters = parameters
    self.input = input
    self.output = output
    // A CGI body has no end of file: its length is all that tells where it ends.
    left = parameters["CONTENT_LENGTH"].flatMap { Int($0) } ?? 0
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard left > 0 else { return 0 }
    while true {
      let count = Glibc.read(input, buffer.baseAddress, min(buffer.count, left))
      if count < 0, errno == EINTR { continue }
      left -= max(0, count)
      return max(0, count)
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(
        output, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  func flush() -> Bool { true }

  var isClientGone: Bool {
    var poller = pollfd(fd: output, events: 0, revents: 0)
    guard poll(&poller, 1, 0) > 0 else { return false }
    return poller.revents & (Int16(POLLERR) | Int16(POLLHUP)) != 0
  }
}

import Glibc

/// The last lines of a stream, whatever its length.
struct LineTail {
  private(set) var finished: [String] = []
  private var open: [UInt8] = []
  private let lineLimit: Int
  private let lengthLimit: Int

  init(lines: Int = 200, length: Int = 500) {
    lineLimit = lines
    lengthLimit = length
  }

  /// The lines so far, the unfinished one included.
  var lines: [String] {
    guard !open.isEmpty else { return finished }
    return (finished + [text(open)]).suffix(lineLimit)
  }

  /// Takes the next bytes.
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
      guard let newline = memchr(start, 10, rest.count) else { return lengthen(by: rest) }
      let length = UnsafeRawPointer(newline) - start
      lengthen(by: rest.prefix(length))
      closeLine()
      rest = rest.dropFirst(length + 1)
    }
  }

  private mutating func lengthen(by bytes: Slice<UnsafeRawBufferPointer>) {
    open.append(contentsOf: bytes.prefix(lengthLimit - open.count))
  }

  private mutating func closeLine() {
    guard !open.isEmpty else { return }
    finished.append(text(open))
    open.removeAll(keepingCapacity: true)
    if finished.count > lineLimit { finished.removeFirst(finished.count - lineLimit) }
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// The last lines of a stream, whatever its length.
struct LineTail {
  private(set) var finished: [String] = []
  private var open: [UInt8] = []
  private let lineLimit: Int
  private let lengthLimit: Int

  init(lines: Int = 40, length: Int = 500) {
    lineLimit = lines
    lengthLimit = length
  }

  /// The lines so far, the unfinished one included.
  var lines: [String] {
    guard !open.isEmpty else { return finished }
    return (finished + [text(open)]).suffix(lineLimit)
  }

  /// Takes the next bytes; a carriage return ends a line too, as in ffmpeg's progress.
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes {
      if byte == 10 || byte == 13 {
        closeLine()
      } else if open.count < lengthLimit {
        open.append(byte)
      }
    }
  }

  private mutating func closeLine() {
    guard !open.isEmpty else { return }
    finished.append(text(open))
    open.removeAll(keepingCapacity: true)
    if finished.count > lineLimit { finished.removeFirst(finished.count - lineLimit) }
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

import CZlib

/// Expands a gzip file that is held in memory.
final class GzipExpander {
  private let stream: UnsafeMutablePointer<z_stream>

  init() throws(GzipError) {
    // On the heap, since zlib keeps the address of its stream.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard exstreamtv_inflate_init_gzip(stream) == Z_OK else {
      throw GzipError(.outOfMemory, "zlib has no memory to expand with")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  func expand(_ bytes: [UInt8], limit: Int) throws(GzipError) -> [UInt8] {
    var expanded: [UInt8] = []
    var window = [UInt8](repeating: 0, count: 64 << 10)
    var consumed = 0
    while true {
      let step = inflate(bytes, from: consumed, into: &window)
      consumed += step.read
      guard step.written <= limit - expanded.count else {
        throw GzipError(.overLimit, "the gzip expands to more than \(limit) bytes")
      }
      expanded.append(contentsOf: window[..<step.written])
      switch step.result {
      case Z_OK: continue
      case Z_STREAM_END:
        // Another member may follow; padding of zeros counts as the end.
        if bytes[consumed...].allSatisfy({ $0 == 0 }) { return expanded }
        inflateReset(stream)
      case Z_BUF_ERROR: throw GzipError(.truncated, "the gzip ends after \(bytes.count) bytes")
      case Z_MEM_ERROR: throw GzipError(.outOfMemory, "zlib has no memory to expand with")
      default: throw GzipError(.damaged, "no gzip, or damaged, at byte \(consumed)")
      }
    }
  }

  private func inflate(
    _ bytes: [UInt8], from start: Int, into window: inout [UInt8]
  ) -> (read: Int, written: Int, result: Int32) {
    // zlib counts in 32 bits.
    let end = min(bytes.count, start + (1 << 30))
    let room = window.count
    return bytes[start..<end].withUnsafeBufferPointer { input in
      window.withUnsafeMutableBufferPointer { output in
        // zlib promises not to write there; its header merely leaves out the const.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(room)
        let result = CZlib.inflate(stream, Z_NO_FLUSH)
        return (
          input.count - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out), result
        )
      }
    }
  }
}

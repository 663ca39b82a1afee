import CZlib

/// Compresses a stream piece by piece into one gzip member.
///
/// For documents that are not held in memory as a whole:
///
///     let compressor = try GzipCompressor()
///     for piece in pieces { try compressor.append(piece, to: write) }
///     try compressor.finish(to: write)
///
/// It belongs to one thread at a time.
public final class GzipCompressor {
  private let stream: UnsafeMutablePointer<z_stream>
  private var isFinished = false
  private var output: [UInt8]

  /// A compressor of a level from 0, none, to 9, the smallest result.
  public init(level: Int = Gzip.defaultLevel) throws(GzipError) {
    guard (0...9).contains(level) else {
      throw GzipError(.badLevel, "\(level) is no level of compression; use 0 to 9")
    }
    // On the heap, since zlib keeps the address of its stream.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = [UInt8](repeating: 0, count: 64 << 10)
    guard exstreamtv_deflate_init_gzip(stream, Int32(level)) == Z_OK else {
      throw GzipError(.outOfMemory, "zlib has no memory to compress with")
    }
  }

  deinit {
    deflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Takes more bytes and passes on what is compressed so far, in pieces of up to 64 KB.
  public func append(
    _ bytes: [UInt8], to write: (ArraySlice<UInt8>) -> Void
  ) throws(GzipError) {
    guard !isFinished else { throw GzipError(.finished, "the gzip stream is finished already") }
    // zlib counts input in 32 bits.
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Self.mostInput)
      deflate(bytes[start..<end], flush: Z_NO_FLUSH, to: write)
      start = end
    }
  }

  /// Ends the stream and passes on the rest of it.
  public func finish(to write: (ArraySlice<UInt8>) -> Void) throws(GzipError) {
    guard !isFinished else { throw GzipError(.finished, "the gzip stream is finished already") }
    isFinished = true
    deflate([], flush: Z_FINISH, to: write)
  }

  private func deflate(
    _ input: ArraySlice<UInt8>, flush: Int32, to write: (ArraySlice<UInt8>) -> Void
  ) {
    input.withUnsafeBufferPointer { input in
      // zlib promises not to write there; its header merely leaves out the const.
      stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.pointee.avail_in = UInt32(input.count)
      defer { stream.pointee.next_in = nil }
      repeat {
        let room = output.count
        output.withUnsafeMutableBufferPointer { output in
          stream.pointee.next_out = output.baseAddress
          stream.pointee.avail_out = UInt32(room)
          // With a valid stream and room to write to, deflate has no way to fail.
          _ = CZlib.deflate(stream, flush)
        }
        let written = room - Int(stream.pointee.avail_out)
        if written > 0 { write(output[..<written]) }
      } while stream.pointee.avail_out == 0
    }
  }

  private static let mostInput = 1 << 30
}

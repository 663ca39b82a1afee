/// Compresses and expands gzip, the wrapping that nginx and players know.
///
/// Bytes go in and bytes come out; nothing is read or written.
public enum Gzip {
  /// The level that files of a guide are written with: beyond it time grows faster than size falls.
  public static let defaultLevel = 6

  /// Compresses bytes as one gzip member.
  ///
  /// The same bytes and level always give the same result: it carries
  /// neither a time nor a name.
  public static func compress(
    _ bytes: [UInt8], level: Int = defaultLevel
  ) throws(GzipError) -> [UInt8] {
    var compressed: [UInt8] = []
    compressed.reserveCapacity(bytes.count / 8 + 64)
    let compressor = try GzipCompressor(level: level)
    try compressor.append(bytes) { compressed.append(contentsOf: $0) }
    try compressor.finish { compressed.append(contentsOf: $0) }
    return compressed
  }

  /// Expands gzip, also of several members one after another.
  ///
  /// A few kilobytes can stand for gigabytes, so nothing is expanded beyond
  /// the limit.
  ///
  /// - Parameters:
  ///   - bytes: the whole of a gzip file.
  ///   - limit: how many bytes may come out.
  /// - Returns: the bytes that were compressed.
  /// - Throws: A ``GzipError`` when more than `limit` bytes would come out, or
  ///   when the bytes are cut short, are damaged or are no gzip.
  public static func decompress(_ bytes: [UInt8], limit: Int) throws(GzipError) -> [UInt8] {
    let expander = try GzipExpander()
    return try expander.expand(bytes, limit: limit)
  }
}

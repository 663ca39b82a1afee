import Glibc

/// A path as the kernel has it: bytes, which need not be text.
struct RawPath: Hashable, Sendable {
  private(set) var bytes: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The path as text, if it is text.
  var text: String? { String(validating: bytes, as: UTF8.self) }

  /// The path for people, with marks where it is not text.
  var shown: String { String(decoding: bytes, as: UTF8.self) }

  /// A file or folder in this folder.
  func appending(_ name: [UInt8]) -> RawPath {
    RawPath(bytes: bytes + (bytes.last == Self.slash ? [] : [Self.slash]) + name)
  }

  /// The path without slashes at its end.
  var withoutTrailingSlashes: RawPath {
    var bytes = bytes
    while bytes.count > 1, bytes.last == Self.slash { bytes.removeLast() }
    return RawPath(bytes: bytes)
  }

  /// The path from the root of the file system on; one that is relative begins
  /// at the process's working folder.
  var absolute: RawPath {
    guard bytes.first != Self.slash, let here = getcwd(nil, 0) else { return self }
    defer { free(here) }
    return RawPath(bytes: Self.bytes(of: here)).appending(bytes)
  }

  /// The path that is left when all links are followed; nil, with `errno` set,
  /// when they lead nowhere.
  var real: RawPath? {
    guard let resolved = withCString({ realpath($0, nil) }) else { return nil }
    defer { free(resolved) }
    return RawPath(bytes: Self.bytes(of: resolved))
  }

  /// Whether this path is the folder or lies below it; both without links.
  func isWithin(_ folder: RawPath) -> Bool {
    self == folder || bytes.starts(with: folder.appending([]).bytes)
  }

  func withCString<Value>(_ body: (UnsafePointer<CChar>) -> Value) -> Value {
    (bytes + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { chars in
        // The buffer holds at least the closing zero.
        chars.baseAddress.map(body) ?? body("")
      }
    }
  }

  private static let slash = UInt8(ascii: "/")

  private static func bytes(of string: UnsafePointer<CChar>) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: string, count: strlen(string)))
  }
}

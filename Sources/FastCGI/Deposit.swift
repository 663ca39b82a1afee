import CFastCGI
import Glibc

/// A stream's connection in somebody's keeping, and beside it how far the stream has come.
///
/// The file has no name and lives as long as anybody holds it: the ``StreamMark`` first, in sixteen
/// bytes that are written in one go, then the request's number, then the note. So whoever comes
/// after a process that was killed knows all that it knew.
struct Deposit: Sendable {
  /// What it is known by to the one who keeps it.
  let name: String
  let file: Int32
  let custodian: Custodian

  /// The longest note that is taken.
  private static let longest = 65_536
  private static let head = 18

  /// Gives a connection into keeping; nil when nobody takes it.
  init?(connection: Int32, request: UInt16, note: [UInt8], custodian: Custodian) {
    guard note.count <= Self.longest else { return nil }
    let file = exstreamtv_memory_file()
    guard file >= 0 else { return nil }
    let name = (0..<16).map { _ in String(UInt8.random(in: 0...15), radix: 16) }.joined()
    self.init(name: name, file: file, custodian: custodian)
    mark(.beginning)
    let rest = [UInt8(request >> 8), UInt8(request & 0xff)] + note
    guard pwrite(file, rest, rest.count, 16) == rest.count,
      custodian.keep(name, connection, file)
    else {
      close(file)
      return nil
    }
  }

  private init(name: String, file: Int32, custodian: Custodian) {
    (self.name, self.file, self.custodian) = (name, file, custodian)
  }

  /// Writes down how far the stream has come.
  func mark(_ mark: StreamMark) {
    withUnsafeBytes(of: (mark.unit.littleEndian, mark.bytes.littleEndian)) { bytes in
      _ = pwrite(file, bytes.baseAddress, bytes.count, 0)
    }
  }

  /// Takes the connection out of keeping.
  func end() {
    custodian.release(name)
    close(file)
  }

  /// Closes what is ours of it; it stays in keeping.
  func leave() { close(file) }
}

extension Deposit {
  /// A stream that was left, of its two descriptors in any order; nil when they are none.
  static func found(_ name: String, _ pair: [Int32], custodian: Custodian) -> Baton? {
    guard pair.count == 2, let place = pair.firstIndex(where: isFile),
      let (request, note, mark) = content(of: pair[place])
    else {
      for descriptor in pair { close(descriptor) }
      return nil
    }
    return Baton(
      connection: pair[1 - place], request: request, note: note, mark: mark,
      deposit: Deposit(name: name, file: pair[place], custodian: custodian))
  }

  private static func isFile(_ descriptor: Int32) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func content(
    of file: Int32
  ) -> (request: UInt16, note: [UInt8], mark: StreamMark)? {
    var bytes = [UInt8](repeating: 0, count: head + longest)
    let count = pread(file, &bytes, bytes.count, 0)
    guard count >= head else { return nil }
    func word(_ place: Int) -> Int64 {
      bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | Int64($1) }
    }
    return (
      UInt16(bytes[16]) << 8 | UInt16(bytes[17]), Array(bytes[head..<count]),
      StreamMark(unit: word(0), bytes: word(8))
    )
  }
}

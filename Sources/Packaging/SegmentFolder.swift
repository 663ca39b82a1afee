import Foundation

/// The files of one channel: segments, playlist, and what to remember.
///
/// A file is written beside its place and then renamed, so that nobody ever
/// reads half of one.
public struct SegmentFolder: Hashable, Sendable {
  /// The playlist's name in the folder.
  public static let playlistName = "index.m3u8"
  /// The name of what to remember.
  public static let stateName = "state.json"
  private static let unfinished = ".part"
  private static let reserveName = "reserve"
  /// Enough for a playlist and a state, each beside the one before.
  private static let reserveBytes = 64 << 10

  /// The folder.
  public let path: String

  /// The folder at a path; nothing is touched yet.
  public init(path: String) {
    self.path = path
  }

  /// Makes the folder where it is missing, and removes files that were never finished.
  public func prepare() throws(SegmentFolderError) {
    try makeFolder(path)
    for name in try names() where name.hasSuffix(Self.unfinished) { try remove(name) }
  }

  /// Writes a segment: its parts first, so that a transport stream that is there has them all.
  ///
  /// What can't be had as a transport stream has none.
  public func write(_ segment: Segment) throws(SegmentFolderError) {
    for head in segment.heads where access(file(head.name), F_OK) != 0 {
      try write(head.bytes, to: head.name)
    }
    for part in segment.parts {
      try write(part.bytes, to: segment.listed.name(of: part.suffix))
    }
    if !segment.bytes.isEmpty { try write(segment.bytes, to: segment.listed.name) }
  }

  /// Writes a playlist; its segments must be there.
  public func writePlaylist(
    _ playlist: MediaPlaylist, name: String = playlistName
  ) throws(SegmentFolderError) {
    try write(Array(playlist.text.utf8), to: name)
  }

  /// Writes what to remember, as JSON.
  public func writeState(_ state: some Encodable) throws(SegmentFolderError) {
    try writeJSON(state, to: Self.stateName)
  }

  /// What was remembered; nil when there is nothing.
  public func readState<State: Decodable>(_ type: State.Type) throws(SegmentFolderError) -> State? {
    try readJSON(type, from: Self.stateName)
  }

  /// Writes any value as JSON.
  public func writeJSON(_ value: some Encodable, to name: String) throws(SegmentFolderError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let json = try? encoder.encode(value) else {
      throw SegmentFolderError(.corrupt, action: "write", path: file(name))
    }
    try write(Array(json), to: name)
  }

  /// Reads a value from JSON; nil when the file is missing.
  public func readJSON<Value: Decodable>(
    _ type: Value.Type, from name: String
  ) throws(SegmentFolderError) -> Value? {
    guard let bytes = try read(name) else { return nil }
    guard let value = try? JSONDecoder().decode(type, from: Data(bytes)) else {
      throw SegmentFolderError(.corrupt, action: "read", path: file(name))
    }
    return value
  }

  /// Removes a segment and the parts with the suffixes that it may have; it does not matter
  /// whether they are there.
  public func remove(sequence: Int64, parts: [String] = []) throws(SegmentFolderError) {
    try remove("\(sequence).ts")
    for suffix in parts { try remove("\(sequence).\(suffix)") }
  }

  /// Removes the heads of fragments that are not needed any more.
  public func removeHeads(except names: Set<String>) throws(SegmentFolderError) {
    for name in try self.names() where Self.isHead(name) && !names.contains(name) {
      try remove(name)
    }
  }

  /// Removes all files of segments that have no such number, as of a batch that was never whole.
  public func removeSegments(except sequences: Set<Int64>) throws(SegmentFolderError) {
    for name in try names() {
      guard let number = Self.number(of: name), !sequences.contains(number) else { continue }
      try remove(name)
    }
  }

  /// Removes any other file; it does not matter whether it is there.
  public func remove(name: String) throws(SegmentFolderError) {
    try remove(name)
  }

  /// Takes up room that is given back when playlist and state find none.
  public func holdReserve() throws(SegmentFolderError) {
    try write([UInt8](repeating: 0xFF, count: Self.reserveBytes), to: Self.reserveName)
  }

  /// Gives back the room that was held.
  public func releaseReserve() throws(SegmentFolderError) {
    try remove(Self.reserveName)
  }

  /// The numbers of the segments that are there, in order.
  public func sequences() throws(SegmentFolderError) -> [Int64] {
    try names().compactMap { $0.hasSuffix(".ts") ? Int64($0.dropLast(3)) : nil }.sorted()
  }

  /// Removes playlists, segments and reserve, the main playlist first; and what is remembered if it
  /// isn't kept.
  public func clear(keepingState: Bool) throws(SegmentFolderError) {
    try remove(Self.playlistName)
    let names = try names()
    for name in names where name.hasSuffix(".m3u8") { try remove(name) }
    for name in names
    where Self.number(of: name) != nil || Self.isHead(name) || name.hasSuffix(Self.unfinished) {
      try remove(name)
    }
    try remove(Self.reserveName)
    if !keepingState { try remove(Self.stateName) }
  }
}

// MARK: - Files

extension SegmentFolder {
  /// The segment's number where a file is one or a part of one: a number, a point and a suffix.
  private static func number(of name: String) -> Int64? {
    let parts = name.split(separator: ".", maxSplits: 1)
    return parts.count == 2 ? Int64(parts[0]) : nil
  }

  private static func isHead(_ name: String) -> Bool {
    name.hasPrefix(FragmentHead.prefix) && name.hasSuffix(FragmentHead.suffix)
  }

  private func file(_ name: String) -> String { path + "/" + name }

  private func failure(_ action: String, _ path: String, _ number: Int32) -> SegmentFolderError {
    let code: SegmentFolderError.Code =
      switch number {
      case ENOSPC, EDQUOT: .diskFull
      case EACCES, EPERM: .denied
      case EROFS: .readOnly
      case EIO: .deviceFailed
      case ENOENT, ENOTDIR, EEXIST: .noFolder
      case EMFILE, ENFILE: .tooManyFiles
      default: .failed
      }
    return SegmentFolderError(code, action: action, path: path, number: number)
  }

  private func makeFolder(_ path: String) throws(SegmentFolderError) {
    if mkdir(path, 0o755) == 0 { return }
    var number = errno
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    if number == ENOENT, !parent.isEmpty {
      try makeFolder(path.hasPrefix("/") ? "/" + parent : parent)
      if mkdir(path, 0o755) == 0 { return }
      number = errno
    }
    var status = stat()
    if number == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    throw failure("make", path, number)
  }

  private func write(_ bytes: [UInt8], to name: String) throws(SegmentFolderError) {
    let part = file(name) + Self.unfinished
    let number = Self.writeAll(bytes, to: part)
    guard number == 0 else {
      unlink(part)
      throw failure("write", file(name), number)
    }
    guard rename(part, file(name)) == 0 else {
      let number = errno
      unlink(part)
      throw failure("write", file(name), number)
    }
  }

  /// Writes a whole file and returns the system's error number, zero when all went well.
  private static func writeAll(_ bytes: [UInt8], to path: String) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return errno }
    var number: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      var at = 0
      while at < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[at...])
        let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
        if count > 0 {
          at += count
        } else if count == 0 || errno != EINTR {
          number = count == 0 ? EIO : errno
          return
        }
      }
    }
    // A full disk may only show when the file is closed.
    if close(descriptor) != 0, number == 0 { number = errno }
    return number
  }

  private func read(_ name: String) throws(SegmentFolderError) -> [UInt8]? {
    let descriptor = open(file(name), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw failure("read", file(name), errno)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var portion = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Foundation.read(descriptor, &portion, portion.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += portion[..<count]
      } else if errno != EINTR {
        throw failure("read", file(name), errno)
      }
    }
  }

  private func remove(_ name: String) throws(SegmentFolderError) {
    guard unlink(file(name)) != 0, errno != ENOENT else { return }
    throw failure("remove", file(name), errno)
  }

  private func names() throws(SegmentFolderError) -> [String] {
    guard let folder = opendir(path) else { throw failure("read", path, errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
    }
    return names
  }
}

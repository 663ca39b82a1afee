import Glibc

/// What the kernel says about a path.
struct PathFacts {
  /// Which file it is, whatever its name.
  struct Identity: Hashable {
    var device: UInt
    var inode: UInt
  }

  enum Kind {
    case file
    case folder
    case link
    case other
  }

  var kind: Kind
  var identity: Identity
  var stamp: FileStamp

  /// The facts of a path; nil, with `errno` set, when there are none.
  init?(_ path: RawPath, followingLinks: Bool) {
    var facts = stat()
    let status = path.withCString { followingLinks ? stat($0, &facts) : lstat($0, &facts) }
    guard status == 0 else { return nil }
    identity = Identity(device: UInt(facts.st_dev), inode: UInt(facts.st_ino))
    stamp = FileStamp(facts)
    kind =
      switch facts.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
  }
}

/// The names in one folder.
struct FolderListing {
  /// A name with what the folder itself tells about it.
  struct Entry {
    var name: [UInt8]
    /// Nil where the file system does not say.
    var kind: PathFacts.Kind?
  }

  private(set) var entries: [Entry] = []
  /// The system's error number when the folder was not read to its end.
  private(set) var fault: Int32?

  /// Reads a folder; hidden names and those of system folders are left out.
  init(_ path: RawPath) {
    guard let folder = path.withCString({ opendir($0) }) else {
      fault = errno
      return
    }
    defer { closedir(folder) }
    errno = 0
    while let entry = readdir(folder) {
      let name = Self.name(of: entry)
      if !Self.isSkipped(name) {
        entries.append(Entry(name: name, kind: Self.kind(of: entry)))
      }
      errno = 0
    }
    if errno != 0 { fault = errno }
  }

  /// Folders that file systems, NAS boxes and other systems keep for themselves.
  private static let systemFolders = Set(
    ["lost+found", "@eaDir", "#recycle", "#snapshot", "$RECYCLE.BIN", "System Volume Information"]
      .map { Array($0.utf8) })

  private static func isSkipped(_ name: [UInt8]) -> Bool {
    name.first == UInt8(ascii: ".") || systemFolders.contains(name)
  }

  /// An entry is as long as its name; read as a whole struct it may reach
  /// beyond the kernel's buffer.
  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
    let start = UnsafeRawPointer(entry) + offset
    let length = strlen(start.assumingMemoryBound(to: CChar.self))
    return Array(UnsafeRawBufferPointer(start: start, count: length))
  }

  /// `DT_…` of readdir, which the Glibc module shows as an enumeration or not at all.
  private static func kind(of entry: UnsafeMutablePointer<dirent>) -> PathFacts.Kind? {
    switch entry.pointee.d_type {
    case 0: nil
    case 4: .folder
    case 8: .file
    case 10: .link
    default: .other
    }
  }
}

import Glibc
import Library

/// A media file that a walk found.
struct FoundFile: Hashable, Sendable {
  var path: String
  var stamp: FileStamp
}

/// A file or folder that a walk could not use, with the reason in words.
struct RefusedPath: Hashable, Sendable {
  var path: String
  var stamp: FileStamp
  var reason: String
}

/// All media files below a folder.
///
/// Folders are read one after the other, without recursion. A linked folder is
/// never entered: one inside the root is found under its own name anyway, and
/// one outside is not ours to read. Linked files count when they lie inside.
struct FolderWalk {
  /// The folder as an absolute path without a slash at its end.
  let root: String
  private(set) var files: [FoundFile] = []
  private(set) var refused: [RefusedPath] = []
  private(set) var isComplete = true
  private(set) var subtitles = SidecarSubtitles()

  private var waiting: [RawPath]
  private var links: [RawPath] = []
  private var identities: Set<PathFacts.Identity> = []

  /// The paths of all that was found, the refused included.
  var seen: Set<String> {
    Set(files.map(\.path)).union(refused.map(\.path))
  }

  /// Walks a folder to its end, or until cancelled.
  static func walk(
    _ folder: String, isCancelled: () -> Bool
  ) throws(ScanError) -> FolderWalk {
    let root = RawPath(folder).absolute.withoutTrailingSlashes
    try check(root)
    var walk = FolderWalk(root)
    while let next = walk.waiting.popLast() {
      walk.read(next, isCancelled)
    }
    walk.followLinks()
    return walk
  }

  private init(_ root: RawPath) {
    self.root = root.shown
    waiting = [root]
  }

  private static func check(_ root: RawPath) throws(ScanError) {
    let folder = root.shown
    guard let facts = PathFacts(root, followingLinks: true) else {
      switch errno {
      case ENOENT: throw .missing(folder: folder)
      case ENOTDIR: throw .missing(folder: folder)
      case EACCES, EPERM: throw .denied(folder: folder)
      case let code: throw .unreadable(folder: folder, reason: systemReason(code))
      }
    }
    guard facts.kind == .folder else { throw .notAFolder(folder: folder) }
    // A folder may be listed and yet not be entered: no file would open.
    guard root.withCString({ access($0, R_OK | X_OK) }) == 0 else {
      throw .denied(folder: folder)
    }
  }

  private mutating func read(_ folder: RawPath, _ isCancelled: () -> Bool) {
    let listing = FolderListing(folder)
    for entry in listing.entries {
      guard !isCancelled() else {
        isComplete = false
        return waiting.removeAll()
      }
      take(folder.appending(entry.name), entry)
    }
    if let fault = listing.fault { refuse(folder, fault) }
  }

  private mutating func take(_ path: RawPath, _ entry: FolderListing.Entry) {
    let isMedia = MediaExtensions.match(entry.name)
    if entry.kind == .folder { return takeFolder(path) }
    let isText = !isMedia && SidecarSubtitles.match(entry.name)
    if entry.kind == .file, !isMedia, !isText { return }
    guard let facts = PathFacts(path, followingLinks: false) else {
      return refuse(path, errno)
    }
    if isText {
      // Only ordinary files count: a link may lead out of the library.
      if facts.kind == .file, let text = path.text { subtitles.append(text, facts.stamp) }
      if facts.kind != .folder { return }
    }
    switch facts.kind {
    case .folder: takeFolder(path)
    case .link: links.append(path)
    case .file where isMedia: takeFile(path, facts)
    case .other where isMedia: refuse(path, facts, "This is not an ordinary file.")
    case .file, .other: break
    }
  }

  private mutating func takeFolder(_ path: RawPath) {
    guard path.text != nil else {
      return refuse(
        path, nil, "The folder's name is not valid UTF-8, so nothing in it can be used. Rename it.")
    }
    waiting.append(path)
  }

  private mutating func takeFile(_ path: RawPath, _ facts: PathFacts) {
    guard let text = path.text else {
      return refuse(path, facts, "The file's name is not valid UTF-8. Rename it.")
    }
    identities.insert(facts.identity)
    files.append(FoundFile(path: text, stamp: facts.stamp))
  }

  /// Tells what the system could not read.
  ///
  /// What went away while its folder was read is no fault, but only the next
  /// scan can say whether it is gone.
  private mutating func refuse(_ path: RawPath, _ code: Int32) {
    isComplete = false
    guard code != ENOENT else { return }
    let reason =
      code == EACCES || code == EPERM
      ? "It may not be read. Give the user that runs EXStreamTV permission to read it."
      : "It can't be read: \(systemReason(code))."
    refuse(path, nil, reason)
  }

  private mutating func refuse(_ path: RawPath, _ facts: PathFacts?, _ reason: String) {
    let stamp = facts?.stamp ?? PathFacts(path, followingLinks: false)?.stamp
    refused.append(
      RefusedPath(
        path: path.shown, stamp: stamp ?? FileStamp(size: 0, modified: Moment(milliseconds: 0)),
        reason: reason))
  }
}

// MARK: - Links

extension FolderWalk {
  /// Links come last, so that a file which is here by its own name is known.
  private mutating func followLinks() {
    guard let root = RawPath(root).real else { return }
    for link in links { follow(link, within: root) }
  }

  private mutating func follow(_ link: RawPath, within root: RawPath) {
    let isMedia = MediaExtensions.match(link.bytes)
    guard let target = link.real, let facts = PathFacts(target, followingLinks: false) else {
      let code = errno
      if isMedia { refuse(link, nil, "The link leads nowhere: \(systemReason(code)).") }
      return
    }
    guard facts.kind == .folder || facts.kind == .file && isMedia else { return }
    guard target.isWithin(root) else {
      return refuse(
        link, facts,
        "The link leads out of the library's folder, to '\(target.shown)'. "
          + "Add the folder there to the library instead.")
    }
    if facts.kind == .file, !identities.contains(facts.identity) { takeFile(link, facts) }
  }
}

/// The system's own words for an error number.
func systemReason(_ code: Int32) -> String { String(cString: strerror(code)) }

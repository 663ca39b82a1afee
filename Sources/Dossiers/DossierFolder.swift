import Foundation
public import Library
public import Playout

/// The folder with one folder for each dossier.
///
/// The transcoder writes, workers read and remove: nobody relies on a dossier
/// to be there still. A dossier is written beside its place and renamed.
public struct DossierFolder: Hashable, Sendable {
  /// The name of the file in a dossier's folder.
  public static let fileName = "dossier.json"
  /// What the name of an unfinished dossier begins with.
  private static let unfinished = ".part-"

  /// The folder.
  public let path: String

  /// The folder at a path; nothing is touched yet.
  public init(path: String) {
    self.path = path
  }

  /// The names of all dossiers, newest first.
  public var names: [DossierName] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap(DossierName.init).sorted(by: >)
  }

  /// The newest dossiers, newest first; those that can't be read are left out.
  public func newest(_ limit: Int, of channel: ChannelID? = nil) -> [Dossier] {
    names.lazy.filter { channel == nil || $0.channel == channel }
      .compactMap { read($0) }.prefix(limit).map { $0 }
  }

  /// A dossier; nil when there is none, or none that can be read.
  public func read(_ name: DossierName) -> Dossier? {
    guard let bytes = Self.contents(of: file(of: name)) else { return nil }
    guard var dossier = try? JSONDecoder().decode(Dossier.self, from: bytes) else { return nil }
    dossier.id = name.text
    return dossier
  }

  /// Removes a dossier.
  ///
  /// - Returns: Whether there was one.
  @discardableResult
  public func remove(_ name: DossierName) -> Bool {
    (try? FileManager.default.removeItem(atPath: folder(of: name))) != nil
  }

  /// Removes all dossiers and returns how many there were.
  public func removeAll() -> Int { names.count { remove($0) } }

  /// Files a dossier, or files it anew.
  ///
  /// - Throws: When it can't be written; nothing half written stays behind.
  func write(_ dossier: Dossier, as name: DossierName) throws {
    let manager = FileManager.default
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let json = try encoder.encode(dossier)
    if manager.fileExists(atPath: folder(of: name)) {
      return try json.write(to: URL(filePath: file(of: name)), options: .atomic)
    }
    let part = path + "/" + Self.unfinished + name.text
    defer { try? manager.removeItem(atPath: part) }
    try manager.createDirectory(atPath: part, withIntermediateDirectories: true)
    try json.write(to: URL(filePath: part + "/" + Self.fileName))
    try manager.moveItem(atPath: part, toPath: folder(of: name))
  }

  /// Removes what a killed writer left unfinished.
  func removeUnfinished() {
    let manager = FileManager.default
    for name in (try? manager.contentsOfDirectory(atPath: path)) ?? []
    where name.hasPrefix(Self.unfinished) {
      try? manager.removeItem(atPath: path + "/" + name)
    }
  }

  /// Keeps the folder within its bounds; the oldest go first.
  func prune(to limits: DossierLimits, at now: Moment) {
    var count = 0
    var bytes: Int64 = 0
    for name in names {
      count += 1
      bytes += Self.size(of: file(of: name))
      let isOld = name.at + limits.age < now
      // The newest stays, however large it is.
      if count > 1, isOld || count > limits.count || bytes > limits.bytes { remove(name) }
    }
  }

  private func folder(of name: DossierName) -> String { path + "/" + name.text }
  private func file(of name: DossierName) -> String {
    folder(of: name) + "/" + Self.fileName
  }

  /// Bytes of a file and of the folder that it costs.
  private static func size(of path: String) -> Int64 {
    var status = stat()
    return (lstat(path, &status) == 0 ? Int64(status.st_size) : 0) + 4096
  }

  /// A regular file's bytes, never by way of a link.
  private static func contents(of path: String) -> Data? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size < 4 << 20
    else { return nil }
    return FileManager.default.contents(atPath: path)
  }
}

/// Within what the folder of dossiers is kept.
public struct DossierLimits: Hashable, Sendable {
  /// How many bytes there may be in all.
  public var bytes: Int64
  /// How many dossiers there may be.
  public var count: Int
  /// How old they may become.
  public var age: Span

  /// Limits with all their parts.
  public init(bytes: Int64, count: Int = 500, age: Span = .days(30)) {
    self.bytes = bytes
    self.count = count
    self.age = age
  }
}

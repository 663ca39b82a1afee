import Dispatch
import Foundation
public import Library
import Pipeline
import Synchronization

/// On which rung of the ladder a file played, for all channels and the next start.
///
/// A file is known by path, size and time of change: one that was exchanged
/// begins at the first rung again. Asking the disk may hang, so a queue with a
/// thread of its own does it; who waits for it waits for a moment only.
public final class LadderMemory: Sendable {
  /// How many files are remembered; those seen longest ago are forgotten.
  static let mostFiles = 10_000
  /// For how long a file on which every rung failed is tried on the last one only, and one that a
  /// card failed at is encoded without it.
  static let despair = Span.days(1)
  /// How long a channel waits for the disk to tell whether a file is the same.
  private static let patience = DispatchTimeInterval.milliseconds(200)

  struct Entry: Codable, Equatable {
    var size: Int64
    /// Nanoseconds since 1970.
    var modified: Int64
    var rung: Rung
    var at: Moment
    /// Whether even this rung brought nothing.
    var failed: Bool
  }

  private struct Page: Codable {
    var files: [String: Entry]
  }

  private let path: String
  private let now: @Sendable () -> Moment
  private let files: Mutex<[String: Entry]>
  private let isLooking = Mutex(false)
  private let queue = DispatchQueue(label: "exstreamtv.ladder", qos: .utility)

  /// The memory in a file; one that can't be read is as good as none.
  public init(path: String, now: @escaping @Sendable () -> Moment) {
    self.path = path
    self.now = now
    let data = FileManager.default.contents(atPath: path)
    let page = data.flatMap { try? JSONDecoder().decode(Page.self, from: $0) }
    files = Mutex(page?.files ?? [:])
  }

  /// The rung on which a file played; nil where it is not known, or has changed since.
  func rung(of file: String) -> Rung? {
    guard let entry = files.withLock({ $0[file] }) else { return nil }
    // A card may have been busy, or has been mended since.
    let isOfCard = entry.rung == .uploaded || entry.rung == .software
    if entry.failed || isOfCard, entry.at + Self.despair < now() { return nil }
    guard let stamp = stamp(of: file) else { return nil }
    guard stamp.size == entry.size, stamp.modified == entry.modified else {
      files.withLock { $0[file] = nil }
      queue.async { [self] in save() }
      return nil
    }
    return entry.rung
  }

  /// Remembers a rung; returns at once.
  func remember(_ rung: Rung, of file: String, failed: Bool) {
    let known = files.withLock { $0[file] }
    // Written once for each change, not for each time it is shown.
    guard known?.rung != rung || known?.failed != failed else { return }
    queue.async { [self] in
      guard let stamp = Stamp(of: file) else { return }
      let entry = Entry(
        size: stamp.size, modified: stamp.modified, rung: rung, at: now(), failed: failed)
      files.withLock { files in
        files[file] = entry
        guard files.count > Self.mostFiles else { return }
        let oldest = files.sorted { $0.value.at < $1.value.at }.prefix(Self.mostFiles / 10)
        for (file, _) in oldest { files[file] = nil }
      }
      save()
    }
  }

  /// Waits until all is written; for tests.
  func settle() { queue.sync {} }

  /// A memory that can't be written is one that lasts until the next start.
  private func save() {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let page = Page(files: files.withLock { $0 })
    guard let json = try? encoder.encode(page) else { return }
    try? json.write(to: URL(filePath: path), options: .atomic)
  }
}

extension LadderMemory {
  private struct Stamp {
    var size: Int64
    var modified: Int64

    init?(of file: String) {
      var status = stat()
      guard stat(file, &status) == 0 else { return nil }
      size = Int64(status.st_size)
      modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
  }

  private final class StampBox: Sendable {
    let value = Mutex<Stamp?>(nil)
  }

  /// A file's stamp; nil where the disk does not tell it in a moment, or is still being asked.
  private func stamp(of file: String) -> Stamp? {
    let isFree = isLooking.withLock { isLooking in
      defer { isLooking = true }
      return !isLooking
    }
    guard isFree else { return nil }
    let box = StampBox()
    let done = DispatchSemaphore(value: 0)
    queue.async { [self] in
      let stamp = Stamp(of: file)
      box.value.withLock { $0 = stamp }
      isLooking.withLock { $0 = false }
      done.signal()
    }
    guard done.wait(timeout: .now() + Self.patience) == .success else { return nil }
    return box.value.withLock { $0 }
  }
}

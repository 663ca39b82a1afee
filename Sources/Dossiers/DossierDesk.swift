import Dispatch
public import Library
import Playout
import Synchronization

/// Files dossiers, off the path of whoever reports.
///
/// One queue with a thread of its own does all the writing. A channel that
/// loops over a bad file costs one dossier, whose counter rises. What the disk
/// does not take is kept for a while, because that it is full is worth a dossier.
public final class DossierDesk: Sendable {
  /// For how long the same failure of the same file only raises the counter.
  public static let quiet = Span.minutes(10)
  /// How many reports may wait to be written; more are dropped.
  private static let mostWaiting = 64
  /// How many dossiers are kept that the disk did not take, and how often they are tried again.
  private static let mostRefused = 16
  private static let retry = DispatchTimeInterval.seconds(5)

  private let folder: DossierFolder
  private let limits: DossierLimits
  private let version: @Sendable () -> String?
  private let told: @Sendable (_ filed: Dossier) -> Void
  private let queue = DispatchQueue(label: "exstreamtv.dossiers", qos: .utility)
  private let waiting = Mutex(0)
  private let cabinet = Mutex(Cabinet())

  /// What was filed of late; touched by the queue only.
  private struct Cabinet {
    var filed = 0
    var version: String?
    var isTidy = false
    /// What the disk did not take yet, oldest first.
    var refused: [(dossier: Dossier, name: DossierName)] = []
    /// By file and cause.
    var recent: [String: (name: DossierName, at: Moment)] = [:]
  }

  /// A desk over a folder.
  ///
  /// - Parameters:
  ///   - folder: Where dossiers go.
  ///   - limits: Within what they are kept.
  ///   - version: Asks ffmpeg for its version; called once, on the desk's own thread.
  ///   - told: Called on the desk's own thread after a dossier was filed or changed.
  public init(
    folder: DossierFolder, limits: DossierLimits, version: @escaping @Sendable () -> String?,
    told: @escaping @Sendable (_ filed: Dossier) -> Void
  ) {
    self.folder = folder
    self.limits = limits
    self.version = version
    self.told = told
  }

  /// Takes a report and returns at once.
  public func file(_ dossier: Dossier) {
    let isTaken = waiting.withLock { waiting in
      guard waiting < Self.mostWaiting else { return false }
      waiting += 1
      return true
    }
    guard isTaken else { return }
    queue.async { [self] in
      write(dossier)
      waiting.withLock { $0 -= 1 }
    }
  }

  /// Waits until all that was reported is written; for tests and the end of the program.
  public func settle() { queue.sync {} }

  private func write(_ dossier: Dossier) {
    cabinet.withLock { cabinet in
      if !cabinet.isTidy { tidy(&cabinet) }
      let key = "\(dossier.channel.rawValue) \(dossier.path) \(dossier.cause)"
      if let known = cabinet.recent[key], known.at + Self.quiet > dossier.at,
        let again = folder.read(known.name).map({ Self.again($0, dossier) })
      {
        save(again, as: known.name, &cabinet)
        return
      }
      cabinet.filed += 1
      cabinet.recent = cabinet.recent.filter { $0.value.at + Self.quiet > dossier.at }
      guard
        let name = DossierName(at: dossier.at, channel: dossier.channel, number: cabinet.filed)
      else { return }
      if cabinet.version == nil { cabinet.version = version() ?? "" }
      var filed = dossier.filed(as: name.text)
      filed.ffmpeg = cabinet.version
      cabinet.recent[key] = (name, dossier.at)
      save(filed, as: name, &cabinet)
      folder.prune(to: limits, at: dossier.at)
    }
  }

  /// Goes on counting where an earlier desk ended.
  private func tidy(_ cabinet: inout Cabinet) {
    cabinet.isTidy = true
    cabinet.filed = folder.names.first?.number ?? 0
    folder.removeUnfinished()
  }

  /// The same once more: what is new in it is the count and what was tried.
  private static func again(_ known: Dossier, _ dossier: Dossier) -> Dossier {
    var known = known
    known.count += 1
    known.lastAt = dossier.at
    let steps = dossier.next.filter { $0 != known.next.last }
    known.next = Array((known.next + steps).suffix(Dossier.mostSteps))
    return known
  }

  private func save(_ dossier: Dossier, as name: DossierName, _ cabinet: inout Cabinet) {
    if (try? folder.write(dossier, as: name)) != nil { return told(dossier) }
    guard cabinet.refused.count < Self.mostRefused else { return }
    cabinet.refused.append((dossier, name))
    if cabinet.refused.count == 1 { tryAgainSoon() }
  }

  private func tryAgainSoon() {
    queue.asyncAfter(deadline: .now() + Self.retry) { [weak self] in self?.tryAgain() }
  }

  private func tryAgain() {
    cabinet.withLock { cabinet in
      while let (dossier, name) = cabinet.refused.first {
        guard (try? folder.write(dossier, as: name)) != nil else { return tryAgainSoon() }
        cabinet.refused.removeFirst()
        told(dossier)
      }
    }
  }
}

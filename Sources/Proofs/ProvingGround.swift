public import ChildProcess
import Foundation
public import Library
public import Pipeline

/// Where ffmpeg and the cards show what they can: small runs of what is asked of them on air.
///
/// Blocks while it works: call it on a plain thread. Each run has a deadline, and the clips that
/// decoders are tried on are gone afterwards.
public struct ProvingGround: Sendable {
  /// How long one trial may take: a card that hangs is no card.
  public static let deadline = Duration.seconds(20)

  /// The ffmpeg program.
  public var ffmpeg: String
  /// The folder in which clips are made; it must be there.
  public var folder: String
  /// Where the nodes of cards are.
  public var nodeFolder: String

  /// A ground with all its parts.
  public init(ffmpeg: String, folder: String, nodeFolder: String = "/dev/dri") {
    self.ffmpeg = ffmpeg
    self.folder = folder
    self.nodeFolder = nodeFolder
  }

  /// The nodes of cards that are there now.
  public var nodes: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: nodeFolder)) ?? []
    return names.filter { $0.hasPrefix("renderD") }.sorted().map { "\(nodeFolder)/\($0)" }
  }

  /// ffmpeg's first line about itself.
  ///
  /// - Throws: When it can't be run.
  public func version() throws(ChildError) -> String {
    let told = try ask(["-hide_banner", "-version"])
    return String(decoding: told.utf8.prefix { $0 != 10 }, as: UTF8.self)
  }

  /// Whether what was proven earlier still counts: the same tests, ffmpeg and cards.
  public func isCurrent(_ capabilities: Capabilities) -> Bool {
    capabilities.isComplete && capabilities.nodes == nodes
      && (try? version()) == capabilities.version
  }

  /// Has everything tried.
  ///
  /// - Parameters:
  ///   - now: The time of it.
  ///   - report: Told before each kind which one it is, and how many there are.
  ///   - isCancelled: Asked ten times a second; ends the trials once it says yes.
  /// - Returns: What was found, for every kind.
  /// - Throws: When ffmpeg can't be run at all, or the end was asked for.
  public func prove(
    now: Moment, report: (_ done: Int, _ total: Int, _ kind: HardwareKind) -> Void = { _, _, _ in },
    isCancelled: @escaping () -> Bool = { false }
  ) throws(ChildError) -> Capabilities {
    var capabilities = Capabilities(
      version: try version(), nodes: nodes, at: now, proofs: [])
    let clips = Clips(in: folder)
    defer { clips.remove() }
    for (index, kind) in HardwareKind.allCases.enumerated() {
      report(index, HardwareKind.allCases.count, kind)
      let options = try options(of: kind)
      capabilities.options.merge(options.mapValues { $0.sorted() }) { $1 }
      for node in kind.description.usesNode ? nodes.map(Optional.some) : [nil] {
        capabilities.proofs += try proofs(of: kind, node, options, clips, isCancelled)
      }
      if kind.description.usesNode, nodes.isEmpty {
        capabilities.proofs.append(
          Proof(
            kind: kind, ability: .encode, isPassed: false,
            detail: "There is no card: \(nodeFolder) has no render node."))
      }
    }
    return capabilities
  }

  /// What ffmpeg lists for each encoder of a kind that it has.
  private func options(of kind: HardwareKind) throws(ChildError) -> [String: Set<String>] {
    var options: [String: Set<String>] = [:]
    for encoder in kind.description.encoders.values {
      let listed = listedOptions(in: try ask(["-hide_banner", "-h", "encoder=\(encoder)"]))
      if !listed.isEmpty { options[encoder] = listed }
    }
    return options
  }

  private func proofs(
    of kind: HardwareKind, _ node: String?, _ options: [String: Set<String>], _ clips: Clips,
    _ isCancelled: @escaping () -> Bool
  ) throws(ChildError) -> [Proof] {
    var proofs: [Proof] = []
    for ability in Ability.allCases {
      let encoder = kind.description.encoder(for: ability)
      guard
        let trial = Trial(
          ability, of: kind, node: node, options: options[encoder], clips: clips.folder)
      else { continue }
      var proof = Proof(
        kind: kind, node: node, ability: ability, isPassed: false,
        detail: "This ffmpeg has no encoder \(encoder).")
      // An encoder of sound has no options of its own to be listed.
      if options[encoder] != nil || ability == .encodePCM {
        if ability.encoded == nil, kind != .software { try make(clips, isCancelled) }
        proof = try run(trial, isCancelled)
      }
      proofs.append(proof)
      // A card that does not encode is of no use, whatever else it can.
      if ability == .encode, kind != .software, !proof.isPassed { break }
    }
    return proofs
  }

  private func run(
    _ trial: Trial, _ isCancelled: @escaping () -> Bool
  ) throws(ChildError) -> Proof {
    var proof = Proof(
      kind: trial.card.kind, node: trial.card.node, ability: trial.ability, isPassed: false,
      detail: "")
    do throws(ChildError) {
      let result = try runToEnd(
        ChildCommand(ffmpeg, trial.arguments, niceness: 10), deadline: Self.deadline,
        outputLimit: 16 << 20, isCancelled: isCancelled)
      // Twelve pictures of even the dullest stream are more than its tables.
      proof.isPassed = result.status == .exited(0) && result.output.count > 188 * 8
      proof.detail =
        proof.isPassed ? "It made what it was asked for." : Self.reason(result)
    } catch {
      switch error {
      case .timedOut: proof.detail = "It did not end within \(Self.deadline.components.seconds) s."
      default: throw error
      }
    }
    return proof
  }

  /// The line that says most, without what ffmpeg puts before it.
  private static func reason(_ result: ChildResult) -> String {
    let telling = result.stderrTail.first { line in
      StderrClassification(stderrTail: [line]).kind == .hardware
    }
    let line = telling ?? result.stderrTail.first ?? "ffmpeg \(result.status) without a word"
    let words = line.hasPrefix("[") ? line.drop { $0 != "]" }.dropFirst() : line[...]
    return String(words.drop { $0 == " " }.prefix(200))
  }

  private func make(_ clips: Clips, _ isCancelled: @escaping () -> Bool) throws(ChildError) {
    guard !clips.isMade else { return }
    clips.begin()
    // One that can't be made makes its trials fail, with ffmpeg's own words.
    for clip in Trial.clips(in: clips.folder) {
      _ = try runToEnd(
        ChildCommand(ffmpeg, clip.arguments, niceness: 10), deadline: Self.deadline,
        outputLimit: 1 << 20, isCancelled: isCancelled)
    }
  }

  private func ask(_ arguments: [String]) throws(ChildError) -> String {
    let result = try runToEnd(
      ChildCommand(ffmpeg, arguments), deadline: .seconds(10), outputLimit: 4 << 20)
    return String(decoding: result.output, as: UTF8.self)
  }
}

/// The clips that decoders are tried on, made once and only where a card encodes.
private final class Clips {
  let folder: String
  private(set) var isMade = false

  init(in folder: String) {
    self.folder = folder + "/proof-\(UUID().uuidString.prefix(8))"
  }

  func begin() {
    isMade = true
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func remove() {
    if isMade { try? FileManager.default.removeItem(atPath: folder) }
  }
}

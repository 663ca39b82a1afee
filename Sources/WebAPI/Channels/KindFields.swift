import Library
import Playout
import Schedule
import Store

// The fields that belong to a kind of channel.

extension ChannelFields {
  /// What a mirror shows; nil for all other kinds, which must not name a source.
  static func mirror(
    _ source: ChannelID?, _ offset: Span?, of kind: ChannelKind, in store: Store
  ) throws -> MirrorSource? {
    guard kind == .mirror else {
      if source != nil { throw misplaced("source", kind) }
      if offset != nil { throw misplaced("offset", kind) }
      return nil
    }
    guard let source else {
      throw Problem.invalid("source", "Say which channel is mirrored: give its id.")
    }
    let offset = offset ?? .zero
    guard offset >= .zero, offset <= MirrorSource.longestOffset else {
      throw Problem.invalid(
        "offset", "The offset must be from 0 to 604800000 milliseconds: at most seven days.")
    }
    return MirrorSource(channel: source, offset: offset)
  }

  /// What a channel plays; a mirror plays nothing of its own.
  static func rules(
    _ content: ContentChoice?, _ order: PlayOrder?, seed: Int64?, of kind: ChannelKind,
    in store: Store
  ) throws -> ContinuousRules {
    guard kind.isProgrammed else {
      try checkPlaysNothing(content, order, kind)
      return .unused
    }
    guard let content else {
      throw Problem.invalid(
        "content", "Say what the channel plays, such as {\"kind\": \"library\"}.")
    }
    guard let order else {
      let known = PlayOrder.simple.map(\.rawValue).joined(separator: ", ")
      throw Problem.invalid("order", "Say in which order it plays: one of \(known).")
    }
    guard PlayOrder.simple.contains(order) else {
      throw Problem.invalid(
        "order", "The order '\(order.rawValue)' is for rule sets; choose it in the channel's rules."
      )
    }
    return ContinuousRules(
      content: try self.content(content, in: store), order: order,
      seed: UInt64(try self.seed(seed)))
  }

  /// Refuses a content or an order for what plays nothing of its own.
  static func checkPlaysNothing(
    _ content: ContentChoice?, _ order: PlayOrder?, _ kind: ChannelKind
  ) throws {
    if content != nil { throw misplaced("content", kind) }
    if order != nil { throw misplaced("order", kind) }
  }

  private static func misplaced(_ field: String, _ kind: ChannelKind) -> Problem {
    let isProgramming = ["content", "order"].contains(field)
    let detail =
      kind == .mirror
      ? "A mirror shows what its source shows; leave the \(field) out."
      : kind == .live && isProgramming
        ? "A live channel shows what its sources send; leave the \(field) out."
        : "Only a mirror has a \(field); leave it out, or make the kind 'mirror'."
    return Problem.invalid(field, detail)
  }
}

extension ContinuousRules {
  /// What stands in the place of rules where there are none.
  static let unused = ContinuousRules(content: .library, order: .chronological, seed: 0)
}

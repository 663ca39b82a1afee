/// What is wrong with a rule set: the rule, its field, and a sentence that says what to do.
public struct RuleFault: Error, Hashable, Sendable {
  /// The field with the way to it, such as `base.slots.3.start`.
  public var field: String
  /// The sentence.
  public var detail: String

  /// A fault with both its parts.
  public init(_ field: String, _ detail: String) {
    self.field = field
    self.detail = detail
  }

  /// The same fault, seen from further out.
  func within(_ place: String) -> RuleFault { RuleFault("\(place).\(field)", detail) }
}

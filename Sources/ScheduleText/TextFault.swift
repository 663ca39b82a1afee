/// What is wrong with a text: the line, and a sentence that says what to do.
public struct TextFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, from 1; nil where no line is to blame.
  public var line: Int?
  /// The column, from 1.
  public var column: Int?
  /// The field with the way to it, such as `base.slots.3.start`.
  public var field: String?
  /// The sentence.
  public var detail: String

  init(_ place: TextPlace?, field: String? = nil, _ detail: String) {
    line = place?.line
    column = place?.column
    self.field = field
    self.detail = detail
  }

  /// The fault on one line, as `line 12: …`.
  public var description: String { line.map { "line \($0): \(detail)" } ?? detail }
}

/// Where something stands in a text.
struct TextPlace: Hashable, Sendable {
  /// From 1.
  var line: Int
  /// From 1.
  var column: Int
}

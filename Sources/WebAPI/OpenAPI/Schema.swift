import Library
import Playout
import Schedule

/// What a JSON value looks like.
indirect enum Schema: Sendable, Hashable {
  case text(pattern: String?)
  case word([String])
  case integer(minimum: Int64? = nil, maximum: Int64? = nil, meaning: String? = nil)
  case number
  case flag
  case list(Schema)
  case object([Property])
  /// A schema of the document's own list.
  case named(String)
  /// One of several.
  case either([Schema])

  /// One field of an object.
  struct Property: Sendable, Hashable {
    var name: String
    var schema: Schema
    var isRequired: Bool
  }

  static let text = Schema.text(pattern: nil)

  /// The schema as JSON Schema 2020-12, in a document of the API.
  var tree: JSONTree { tree(at: "#/components/schemas/") }

  /// The schema as JSON Schema 2020-12.
  ///
  /// - Parameters:
  ///   - list: Where the document keeps the schemas that have names.
  ///   - isClosed: Whether objects have no fields but those that are named.
  /// - Returns: The schema as JSON.
  func tree(at list: String, isClosed: Bool = false) -> JSONTree {
    switch self {
    case .text(let pattern):
      return .object([field("type", "string")] + (pattern.map { [field("pattern", $0)] } ?? []))
    case .word(let words):
      return .fields(["type": .text("string"), "enum": .list(words.map(JSONTree.text))])
    case .integer(let minimum, let maximum, let meaning):
      var fields = [field("type", "integer"), field("format", "int64")]
      if let minimum { fields.append(.init(name: "minimum", value: .number(Int(minimum)))) }
      if let maximum { fields.append(.init(name: "maximum", value: .number(Int(maximum)))) }
      if let meaning { fields.append(field("description", meaning)) }
      return .object(fields)
    case .number: return .object([field("type", "number")])
    case .flag: return .object([field("type", "boolean")])
    case .list(let element):
      return .fields(["type": .text("array"), "items": element.tree(at: list, isClosed: isClosed)])
    case .object(let properties): return Self.tree(of: properties, at: list, isClosed)
    case .named(let name): return .object([field("$ref", list + name)])
    case .either(let schemas):
      return .fields(["anyOf": .list(schemas.map { $0.tree(at: list, isClosed: isClosed) })])
    }
  }

  /// The name of a schema of the document's own list.
  var name: String? { if case .named(let name) = self { name } else { nil } }

  private static func orNull(_ tree: JSONTree) -> JSONTree {
    .fields(["anyOf": .list([tree, .fields(["type": .text("null")])])])
  }

  private static func tree(
    of properties: [Property], at list: String, _ isClosed: Bool
  ) -> JSONTree {
    let required = properties.filter(\.isRequired).map { JSONTree.text($0.name) }
    var fields = [
      JSONTree.Field(name: "type", value: .text("object")),
      JSONTree.Field(
        name: "properties",
        value: .object(
          properties.map {
            let tree = $0.schema.tree(at: list, isClosed: isClosed)
            return .init(name: $0.name, value: $0.isRequired ? tree : orNull(tree))
          })),
    ]
    if !required.isEmpty { fields.append(.init(name: "required", value: .list(required))) }
    if isClosed { fields.append(.init(name: "additionalProperties", value: .flag(false))) }
    return .object(fields)
  }

  private func field(_ name: String, _ text: String) -> JSONTree.Field {
    JSONTree.Field(name: name, value: .text(text))
  }
}

/// A type whose schema can't be seen by decoding it.
protocol SchemaGiven: Codable {
  static var schema: Schema { get }
  static var example: Self? { get }
}

extension ChannelID: SchemaGiven {
  static var schema: Schema { .text(pattern: "^[a-z2-7]{8}$") }
  static var example: ChannelID? {
    var generator = SystemRandomNumberGenerator()
    return .random(using: &generator)
  }
}

extension ChannelNumber: SchemaGiven {
  static var schema: Schema { .text(pattern: "^[0-9]{1,5}([.][0-9]{1,3})?$") }
  static var example: ChannelNumber? { ChannelNumber("7") }
}

extension Moment: SchemaGiven {
  static var schema: Schema { .integer(meaning: "Milliseconds since 1970-01-01 00:00 UTC.") }
  static var example: Moment? { Moment(milliseconds: 0) }
}

extension Span: SchemaGiven {
  static var schema: Schema { .integer(meaning: "Milliseconds.") }
  static var example: Span? { .zero }
}

extension GraphicSwitch: SchemaGiven {
  static var schema: Schema { .either([.text(pattern: nil), .integer(minimum: 1)]) }
  static var example: GraphicSwitch? { .on }
}

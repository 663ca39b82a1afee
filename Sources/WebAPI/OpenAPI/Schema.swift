import Library
import Playout

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

  /// One field of an object.
  struct Property: Sendable, Hashable {
    var name: String
    var schema: Schema
    var isRequired: Bool
  }

  static let text = Schema.text(pattern: nil)

  /// The schema as JSON Schema 2020-12.
  var tree: JSONTree {
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
      return .fields(["type": .text("array"), "items": element.tree])
    case .object(let properties): return Self.tree(of: properties)
    case .named(let name): return .object([field("$ref", "#/components/schemas/\(name)")])
    }
  }

  /// The schema, or null.
  var orNull: JSONTree { .fields(["anyOf": .list([tree, .object([field("type", "null")])])]) }

  private static func tree(of properties: [Property]) -> JSONTree {
    let required = properties.filter(\.isRequired).map { JSONTree.text($0.name) }
    var fields = [
      JSONTree.Field(name: "type", value: .text("object")),
      JSONTree.Field(
        name: "properties",
        value: .object(
          properties.map {
            .init(name: $0.name, value: $0.isRequired ? $0.schema.tree : $0.schema.orNull)
          })),
    ]
    if !required.isEmpty { fields.append(.init(name: "required", value: .list(required))) }
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

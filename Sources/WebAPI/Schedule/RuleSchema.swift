import Library
import Schedule

/// The JSON schema of rules as YAML, for editors that complete and check what is typed.
///
/// Made from the types that the rules are read into, so it can't drift from them.
enum RuleSchema {
  /// The document.
  static func document() throws -> [UInt8] {
    let book = SchemaBook(given: [
      ObjectIdentifier(Span.self): .text(pattern: Self.span),
      ObjectIdentifier(Moment.self): .text(pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T.+Z$"),
      ObjectIdentifier(RuleContent.self): content,
      ObjectIdentifier(GraphicID.self): .text,
      ObjectIdentifier(GraphicSwitch.self): .text,
    ])
    let root = try book.schema(of: RuleSet.self)
    let definitions = book.schemas.sorted { $0.key < $1.key }.map {
      JSONTree.Field(
        name: $0.key, value: written($0.value).tree(at: "#/$defs/", isClosed: true))
    }
    var json = JSONBytes(capacity: 32 * 1024)
    JSONTree.object([
      .init(name: "$schema", value: .text("https://json-schema.org/draft/2020-12/schema")),
      .init(name: "title", value: .text("The rules of an EXStreamTV channel")),
      .init(name: "$ref", value: .text("#/$defs/\(root.name ?? "")")),
      .init(name: "$defs", value: .object(definitions)),
    ]).write(to: &json)
    return json.bytes
  }

  /// In texts lists that are empty may be left out, and the version is the newest one.
  private static func written(_ schema: Schema) -> Schema {
    guard case .object(let properties) = schema else { return schema }
    return .object(
      properties.map { property in
        var property = property
        if case .list = property.schema { property.isRequired = false }
        if property.name == "version" { property.isRequired = false }
        return property
      })
  }

  private static let span = "^-?([0-9]+ *[a-zA-Z]+ *)+$|^[0-9]+:[0-5][0-9]:[0-5][0-9]$"

  /// A content by its name, or by the number of its row.
  private static var content: Schema {
    let named = RuleContent.Kind.allCases.filter { $0 != .library }.map { kind in
      Schema.object([.init(name: kind.rawValue, schema: .text, isRequired: true)])
    }
    let row = Schema.object([
      .init(
        name: "kind", schema: .word(RuleContent.Kind.allCases.map(\.rawValue)), isRequired: true),
      .init(name: "id", schema: .integer(minimum: 1), isRequired: false),
    ])
    return .either([.word([RuleContent.Kind.library.rawValue])] + named + [row])
  }
}

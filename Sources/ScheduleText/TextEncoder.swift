import Library
import Schedule

/// Writes values as text, their fields in the order in which the types name them.
struct TextEncoder: Encoder {
  /// What was written.
  final class Draft {
    var node: TextNode?
    var fields: [(String, TextNode)] = []
    var list: [TextNode] = []
    var hasFields = false
    var hasList = false

    var made: TextNode {
      node ?? (hasFields ? .fields(fields) : hasList ? .list(list) : .word("", isPlain: false))
    }
  }

  let names: ContentNames
  let draft = Draft()
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  /// A value as text.
  static func node(_ value: some Encodable, _ names: ContentNames) throws -> TextNode {
    switch value {
    case let span as Span: return .word(SpanText.write(span), isPlain: false)
    case let moment as Moment: return .word(MomentText.write(moment), isPlain: false)
    case let text as String: return .word(text, isPlain: false)
    case let graphic as GraphicID:
      if let name = names.graphicName(graphic) { return .word(name, isPlain: false) }
    case .graphic(let graphic) as GraphicSwitch:
      if let name = names.graphicName(graphic) { return .word(name, isPlain: false) }
    case let content as RuleContent:
      if content.kind == .library { return .word(content.kind.rawValue) }
      if let name = names.name(content) {
        return .fields([(content.kind.rawValue, .word(name, isPlain: false))])
      }
    default: break
    }
    let encoder = TextEncoder(names: names)
    try value.encode(to: encoder)
    return encoder.draft.made
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    draft.hasFields = true
    return KeyedEncodingContainer(WrittenFields(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    draft.hasList = true
    return WrittenList(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { WrittenWord(encoder: self) }

  /// What the types of rules don't need.
  fileprivate enum Unknown: Error { case nesting }
}

private struct WrittenFields<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: TextEncoder
  let codingPath: [any CodingKey] = []

  mutating func encodeNil(forKey key: Key) throws {}

  mutating func encode(_ value: some Encodable, forKey key: Key) throws {
    encoder.draft.fields.append((key.stringValue, try TextEncoder.node(value, encoder.names)))
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy keyType: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> { encoder.container(keyedBy: keyType) }
  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder.unkeyedContainer()
  }
  mutating func superEncoder() -> any Encoder { encoder }
  mutating func superEncoder(forKey key: Key) -> any Encoder { encoder }
}

private struct WrittenList: UnkeyedEncodingContainer {
  let encoder: TextEncoder
  let codingPath: [any CodingKey] = []
  var count: Int { encoder.draft.list.count }

  mutating func encodeNil() throws { encoder.draft.list.append(.word("null")) }

  mutating func encode(_ value: some Encodable) throws {
    encoder.draft.list.append(try TextEncoder.node(value, encoder.names))
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy keyType: Nested.Type
  ) -> KeyedEncodingContainer<Nested> { encoder.container(keyedBy: keyType) }
  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
  mutating func superEncoder() -> any Encoder { encoder }
}

private struct WrittenWord: SingleValueEncodingContainer {
  let encoder: TextEncoder
  let codingPath: [any CodingKey] = []

  mutating func encodeNil() throws { encoder.draft.node = .word("null") }

  mutating func encode(_ value: some Encodable) throws {
    switch value {
    case let text as String: encoder.draft.node = .word(text, isPlain: false)
    case let flag as Bool: encoder.draft.node = .word(flag ? "true" : "false")
    case let number as any BinaryInteger: encoder.draft.node = .word("\(number)")
    case let number as Double: encoder.draft.node = .word("\(number)")
    case let number as Float: encoder.draft.node = .word("\(number)")
    default: encoder.draft.node = try TextEncoder.node(value, encoder.names)
    }
  }
}

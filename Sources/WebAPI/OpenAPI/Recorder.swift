/// A decoder that notes what is asked of it and answers with some value.
struct Recorder: Decoder {
  /// What a type turned out to be.
  final class Shape {
    /// One value, or fields.
    enum Found {
      case single(Schema)
      case fields([Schema.Property])
    }

    var found = Found.fields([])

    func note(_ name: String, _ schema: Schema, isRequired: Bool) {
      guard case .fields(var properties) = found else { return }
      properties.removeAll { $0.name == name }
      properties.append(.init(name: name, schema: schema, isRequired: isRequired))
      found = .fields(properties)
    }
  }

  let book: SchemaBook
  let shape = Shape()
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(RecordedFields(book: book, shape: shape))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    throw Unknown.list
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    RecordedValue(book: book, shape: shape)
  }

  /// Types that the recorder does not understand.
  enum Unknown: Error {
    case list
    case nesting
  }
}

/// The fields of a type under record.
private struct RecordedFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let book: SchemaBook
  let shape: Recorder.Shape
  let codingPath: [any CodingKey] = []
  let allKeys: [Key] = []

  func contains(_ key: Key) -> Bool { true }
  func decodeNil(forKey key: Key) throws -> Bool { false }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    let found = try book.visit(type)
    shape.note(key.stringValue, found.schema, isRequired: true)
    return found.value
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    shape.note(key.stringValue, try book.visit(type).schema, isRequired: false)
    return nil
  }

  private func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
    shape.note(key.stringValue, try book.visit(type).schema, isRequired: false)
    return nil
  }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
    try optional(type, key)
  }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try optional(type, key)
  }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
    try optional(type, key)
  }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
    try optional(type, key)
  }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
    try optional(type, key)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { throw Recorder.Unknown.nesting }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw Recorder.Unknown.nesting
  }
  func superDecoder() throws -> any Decoder { throw Recorder.Unknown.nesting }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw Recorder.Unknown.nesting }
}

/// The single value of a type under record.
private struct RecordedValue: SingleValueDecodingContainer {
  let book: SchemaBook
  let shape: Recorder.Shape
  let codingPath: [any CodingKey] = []

  func decodeNil() -> Bool { false }

  func decode(_ type: Bool.Type) throws -> Bool { note(.flag, false) }
  func decode(_ type: String.Type) throws -> String { note(.text, "") }
  func decode(_ type: Double.Type) throws -> Double { note(.number, 0) }
  func decode(_ type: Float.Type) throws -> Float { note(.number, 0) }
  func decode(_ type: Int.Type) throws -> Int { integer() }
  func decode(_ type: Int8.Type) throws -> Int8 { integer() }
  func decode(_ type: Int16.Type) throws -> Int16 { integer() }
  func decode(_ type: Int32.Type) throws -> Int32 { integer() }
  func decode(_ type: Int64.Type) throws -> Int64 { integer() }
  func decode(_ type: UInt.Type) throws -> UInt { integer() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { integer() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { integer() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { integer() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { integer() }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let found = try book.visit(type)
    return note(found.schema, found.value)
  }

  private func integer<Number: FixedWidthInteger>() -> Number { note(.integer(), 1) }

  private func note<Value>(_ schema: Schema, _ value: Value) -> Value {
    shape.found = .single(schema)
    return value
  }
}

import Library
import Schedule

/// What is found while a text is read.
final class TextReading {
  let names: ContentNames
  /// What is wrong and does not keep the rest from being read.
  var faults: [TextFault] = []
  /// Whether a field was left out because it was wrong.
  var isIncomplete = false

  init(_ names: ContentNames) { self.names = names }

  /// Reads a value, and names all fields that nobody asked for.
  func value<Value: Decodable>(
    _ type: Value.Type, _ node: TextNode, _ way: String
  ) throws -> Value {
    if let special = try special(type, node, way) as? Value { return special }
    let decoder = TextDecoder(node: node, way: way, reading: self)
    let value = try Value(from: decoder)
    if decoder.asked.hasFields { nameUnknown(in: node, way, known: decoder.asked.names) }
    if let content = value as? RuleContent, !names.exists(content) {
      faults.append(
        TextFault(
          node.place, field: way,
          "There is no \(content.kind.rawValue) \(content.id ?? 0) on this station."))
    }
    return value
  }

  /// What is written in another way than the type would be.
  private func special(
    _ type: any Decodable.Type, _ node: TextNode, _ way: String
  ) throws -> (any Decodable)? {
    switch type {
    case is Span.Type: return try span(node, way)
    case is Moment.Type: return try moment(node, way)
    case is RuleContent.Type: return try content(node, way)
    case is GraphicID.Type: return try graphic(node, way)
    case is GraphicSwitch.Type:
      if node.word == "on" { return GraphicSwitch.on }
      if node.word == "off" { return GraphicSwitch.off }
      return GraphicSwitch.graphic(try graphic(node, way))
    case is String.Type:
      guard let word = node.word else { throw fault(node, way, "must be a text") }
      return word
    case let words as any CaseIterable.Type: return try word(of: words, node, way)
    default: return nil
    }
  }

  private func span(_ node: TextNode, _ way: String) throws -> Span {
    guard let span = node.word.flatMap(SpanText.read) else {
      throw fault(node, way, "must be a length of time with its unit, such as 1h30m, 45m or 90s")
    }
    return span
  }

  private func moment(_ node: TextNode, _ way: String) throws -> Moment {
    guard let moment = node.word.flatMap(MomentText.read) else {
      throw fault(node, way, "must be a moment such as 2026-12-24T20:15:00Z")
    }
    return moment
  }

  /// A content by its name; one that is not here is noted, so that all of them can be told.
  private func content(_ node: TextNode, _ way: String) throws -> RuleContent? {
    if node.word == RuleContent.Kind.library.rawValue { return RuleContent(kind: .library) }
    guard let fields = node.fields else {
      throw fault(
        node, way, "must be 'library', or name what is meant, such as {show: A Title}")
    }
    guard fields.count == 1, let kind = RuleContent.Kind(rawValue: fields[0].name),
      let name = fields[0].value.word
    else { return nil }
    if let content = names.content(kind, name) { return content }
    faults.append(
      TextFault(
        fields[0].place, field: way,
        "There is no \(kind.rawValue) '\(name.prefix(200))' on this station; add it to the library, "
          + "or name another."))
    return RuleContent(kind: kind, id: kind == .library ? nil : 0)
  }

  /// A graphic by its name; one that is not here is noted, so that all of them can be told.
  private func graphic(_ node: TextNode, _ way: String) throws -> GraphicID {
    guard let name = node.word else { throw fault(node, way, "must be the name of a graphic") }
    if let graphic = names.graphic(name) { return graphic }
    faults.append(
      TextFault(
        node.place, field: way,
        "There is no graphic '\(name.prefix(200))' on this station; make it on the page Graphics, or "
          + "name another."))
    return GraphicID(rawValue: 0)
  }

  private func word(
    of type: any CaseIterable.Type, _ node: TextNode, _ way: String
  ) throws -> (any Decodable)? {
    let cases = all(type)
    let words = cases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
    guard words.count == cases.count, !words.isEmpty else { return nil }
    guard let index = node.word.flatMap(words.firstIndex(of:)) else {
      throw fault(node, way, "must be one of \(words.joined(separator: ", "))")
    }
    return cases[index] as? any Decodable
  }

  private func all<Word: CaseIterable>(_ type: Word.Type) -> [Any] { Array(type.allCases) }

  private func nameUnknown(in node: TextNode, _ way: String, known: Set<String>) {
    for field in node.fields ?? [] where !known.contains(field.name) {
      let likely = known.first { Self.plain($0) == Self.plain(field.name) }
      let hint =
        likely.map { "write '\($0)'" }
        ?? "known here are \(known.sorted().joined(separator: ", "))"
      faults.append(
        TextFault(
          field.place, field: way.isEmpty ? field.name : "\(way).\(field.name)",
          "There is no field '\(field.name.prefix(60))'; \(hint)."))
    }
  }

  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "-" }
  }

  func fault(_ node: TextNode, _ way: String, _ must: String) -> TextFault {
    let name = way.split(separator: ".").last { Int($0) == nil } ?? "text"
    let given = node.word.map { ", not '\($0.prefix(40))'" } ?? ""
    return TextFault(node.place, field: way, "'\(name)' \(must)\(given).")
  }
}

/// Decodes values from a text and knows where each of them stands.
struct TextDecoder: Decoder {
  /// The names of the fields that were asked for.
  final class Asked {
    var hasFields = false
    var names: Set<String> = []
  }

  let node: TextNode
  let way: String
  let reading: TextReading
  let asked = Asked()
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard node.fields != nil else {
      throw reading.fault(node, way, "must have fields, each with a name and a colon")
    }
    asked.hasFields = true
    return KeyedDecodingContainer(TextFields(decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let list = node.list else { throw reading.fault(node, way, "must be a list") }
    return TextList(list: list, decoder: self)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    TextWord(decoder: self)
  }
}

/// The fields of a value.
private struct TextFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: TextDecoder
  let codingPath: [any CodingKey] = []
  var allKeys: [Key] { (decoder.node.fields ?? []).compactMap { Key(stringValue: $0.name) } }

  func contains(_ key: Key) -> Bool {
    decoder.asked.names.insert(key.stringValue)
    return decoder.node[key.stringValue] != nil
  }

  func decodeNil(forKey key: Key) throws -> Bool {
    decoder.node[key.stringValue]?.isNothing ?? true
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    let way = decoder.way.isEmpty ? key.stringValue : "\(decoder.way).\(key.stringValue)"
    guard contains(key), let node = decoder.node[key.stringValue] else {
      // A list that is left out is an empty one.
      if let list = type as? any EmptyList.Type, let empty = list.empty as? Value { return empty }
      throw TextFault(
        decoder.node.place, field: way, "The field '\(key.stringValue)' is missing here.")
    }
    return try decoder.reading.value(type, node, way)
  }

  /// A field that may be left out is left out where it is wrong, so that the rest is looked at too.
  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    try optional(type, key)
  }

  // The library's own ones for simple types would go before the one for all types.
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

  private func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    do { return try decode(type, forKey: key) } catch let fault as TextFault {
      decoder.reading.faults.append(fault)
      decoder.reading.isIncomplete = true
      return nil
    }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { throw unknown }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw unknown
  }
  func superDecoder() throws -> any Decoder { throw unknown }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw unknown }

  private var unknown: TextFault { TextFault(decoder.node.place, "This can't be read as text.") }
}

/// The elements of a list.
private struct TextList: UnkeyedDecodingContainer {
  let list: [TextNode]
  let decoder: TextDecoder
  let codingPath: [any CodingKey] = []
  var currentIndex = 0
  var count: Int? { list.count }
  var isAtEnd: Bool { currentIndex >= list.count }

  mutating func decodeNil() throws -> Bool { false }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard !isAtEnd else { throw TextFault(decoder.node.place, "The list is too short.") }
    let way = decoder.way.isEmpty ? "\(currentIndex)" : "\(decoder.way).\(currentIndex)"
    let value = try decoder.reading.value(type, list[currentIndex], way)
    currentIndex += 1
    return value
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> { throw TextFault(decoder.node.place, "Not read.") }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    throw TextFault(decoder.node.place, "Not read.")
  }
  mutating func superDecoder() throws -> any Decoder {
    throw TextFault(decoder.node.place, "Not read.")
  }
}

/// One word.
private struct TextWord: SingleValueDecodingContainer {
  let decoder: TextDecoder
  let codingPath: [any CodingKey] = []

  func decodeNil() -> Bool { decoder.node.isNothing }

  func decode(_ type: String.Type) throws -> String {
    guard let word = decoder.node.word else { throw fault("must be a text") }
    return word
  }

  func decode(_ type: Bool.Type) throws -> Bool {
    switch decoder.node.word?.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: throw fault("must be true or false")
    }
  }

  func decode(_ type: Double.Type) throws -> Double { try number("a number") }
  func decode(_ type: Float.Type) throws -> Float { try number("a number") }
  func decode(_ type: Int.Type) throws -> Int { try number("a whole number") }
  func decode(_ type: Int8.Type) throws -> Int8 { try number("a whole number") }
  func decode(_ type: Int16.Type) throws -> Int16 { try number("a whole number") }
  func decode(_ type: Int32.Type) throws -> Int32 { try number("a whole number") }
  func decode(_ type: Int64.Type) throws -> Int64 { try number("a whole number") }
  func decode(_ type: UInt.Type) throws -> UInt { try number("a whole number") }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try number("a whole number") }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try number("a whole number") }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try number("a whole number") }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try number("a whole number") }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try decoder.reading.value(type, decoder.node, decoder.way)
  }

  private func number<Number: LosslessStringConvertible>(_ words: String) throws -> Number {
    guard let number = decoder.node.word.flatMap(Number.init) else {
      throw fault("must be \(words)")
    }
    return number
  }

  private func fault(_ must: String) -> TextFault {
    decoder.reading.fault(decoder.node, decoder.way, must)
  }
}

/// A list, seen without knowing of what.
private protocol EmptyList {
  static var empty: Any { get }
}

extension Array: EmptyList {
  fileprivate static var empty: Any { [Element]() }
}

/// Learns what types look like as JSON, by having them decode themselves from
/// a decoder that notes what is asked of it.
///
/// A schema made so can't drift from the type. Types must not contain
/// themselves.
final class SchemaBook {
  /// The schemas of all types that have fields, by name.
  private(set) var schemas: [String: Schema] = [:]

  /// Schemas of types that are written in another way than they decode.
  private let given: [ObjectIdentifier: Schema]

  /// A book; what is given goes before what is learned.
  init(given: [ObjectIdentifier: Schema] = [:]) { self.given = given }

  /// The schema of a type.
  func schema(of type: any Decodable.Type) throws -> Schema {
    try visit(type).schema
  }

  /// The schema of a type and some value of it.
  func visit<Value: Decodable>(_ type: Value.Type) throws -> (schema: Schema, value: Value) {
    let found = try learn(type)
    return given[ObjectIdentifier(type)].map { ($0, found.value) } ?? found
  }

  private func learn<Value: Decodable>(
    _ type: Value.Type
  ) throws -> (schema: Schema, value: Value) {
    if let given = type as? any SchemaGiven.Type, let value = given.example as? Value {
      return (given.schema, value)
    }
    if let words = type as? any CaseIterable.Type, let found: (Schema, Value) = word(words) {
      return found
    }
    if let list = type as? any ListType.Type, let value = list.empty as? Value {
      return (.list(try schema(of: list.element)), value)
    }
    let recorder = Recorder(book: self)
    let value = try Value(from: recorder)
    return (try named(type, recorder), value)
  }

  private func named(_ type: any Any.Type, _ recorder: Recorder) throws -> Schema {
    switch recorder.shape.found {
    case .single(let schema): return schema
    case .fields(let properties):
      // `WebAPI.GuideAnswer.Row` is known as `GuideAnswer.Row`.
      let name = String(reflecting: type).split(separator: ".").dropFirst().joined(separator: ".")
      schemas[name] = .object(properties)
      return .named(name)
    }
  }

  private func word<Value>(_ type: any CaseIterable.Type) -> (Schema, Value)? {
    let values = allCases(type)
    let words = values.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
    guard !words.isEmpty, words.count == values.count, let first = values.first as? Value else {
      return nil
    }
    return (.word(words), first)
  }

  private func allCases<Word: CaseIterable>(_ type: Word.Type) -> [Any] { Array(type.allCases) }
}

/// A list, seen without knowing of what.
private protocol ListType {
  static var element: any Decodable.Type { get }
  static var empty: Any { get }
}

extension Array: ListType where Element: Decodable {
  fileprivate static var element: any Decodable.Type { Element.self }
  fileprivate static var empty: Any { [Element]() }
}

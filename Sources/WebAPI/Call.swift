import Control
import FastCGI
import Foundation
import Library
import Playout
import Store

/// One request on its way through a handler.
struct Call: Sendable {
  /// What was asked.
  let request: Request
  /// What the names in the route's path stand for.
  let captures: [String: String]
  /// The address that was asked at.
  let address: BaseAddress
  /// All that the handler reaches.
  let studio: Studio

  /// The body as a value; words that stand for graphics are looked up.
  func body<Body: Decodable>(_ type: Body.Type) throws -> Body {
    let store = studio.store
    return try JSONBody.read(type, from: request) { try? store.graphic(named: $0) }
  }

  /// The row number in the path.
  func number(of noun: String) throws -> Int64 {
    let text = captures["id"] ?? ""
    guard let number = Int64(text), number > 0 else {
      throw Problem.notFound("There is no \(noun) '\(text)'; its number is a whole number.")
    }
    return number
  }

  /// A whole number in the query, held to a range.
  func integer(_ name: String, in range: ClosedRange<Int64>) throws -> Int64? {
    guard let text = request.query[name], !text.isEmpty else { return nil }
    guard let number = Int64(text), range.contains(number) else {
      throw Problem(
        400, "'\(name)' must be a whole number from \(range.lowerBound) to \(range.upperBound).",
        field: name)
    }
    return number
  }

  /// A moment in the query, in milliseconds since 1970.
  func moment(_ name: String) throws -> Moment? {
    // Far enough for everybody, near enough that sums do not overflow.
    try integer(name, in: 0...253_402_300_799_000).map(Moment.init(milliseconds:))
  }

  /// One of a few words in the query.
  func word<Word: RawRepresentable & CaseIterable>(
    _ name: String, _ type: Word.Type
  ) throws -> Word? where Word.RawValue == String {
    guard let text = request.query[name], !text.isEmpty else { return nil }
    guard let word = Word(rawValue: text) else {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(400, "'\(name)' must be one of \(known).", field: name)
    }
    return word
  }

  /// Tells open pages that something changed.
  func publish(_ topic: EventTopic, _ reason: String) {
    var json = JSONBytes()
    json.open()
    json.field("reason", reason)
    json.close()
    studio.publish(topic, json.bytes)
  }
}

import Foundation

/// JSON as it came, for looking into answers.
struct JSONValue {
  let raw: Any?

  init(_ bytes: [UInt8]) throws {
    raw = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
  }

  private init(raw: Any?) { self.raw = raw }

  subscript(key: String) -> JSONValue { JSONValue(raw: (raw as? [String: Any])?[key]) }
  subscript(index: Int) -> JSONValue {
    let array = raw as? [Any] ?? []
    return JSONValue(raw: array.indices.contains(index) ? array[index] : nil)
  }

  var exists: Bool { raw != nil && !(raw is NSNull) }
  var string: String? { raw as? String }
  var number: Int64? { (raw as? NSNumber)?.int64Value }
  var flag: Bool? { raw as? Bool }
  var array: [JSONValue] { (raw as? [Any] ?? []).map { JSONValue(raw: $0) } }
}

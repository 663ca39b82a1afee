import Foundation

/// JSON as it came, for looking into answers.
package struct JSONValue {
  package let raw: Any?

  package init(_ bytes: [UInt8]) throws {
    raw = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
  }

  private init(raw: Any?) { self.raw = raw }

  package subscript(key: String) -> JSONValue { JSONValue(raw: (raw as? [String: Any])?[key]) }
  package subscript(index: Int) -> JSONValue {
    let array = raw as? [Any] ?? []
    return JSONValue(raw: array.indices.contains(index) ? array[index] : nil)
  }

  package var exists: Bool { raw != nil && !(raw is NSNull) }
  package var string: String? { raw as? String }
  package var number: Int64? { (raw as? NSNumber)?.int64Value }
  package var flag: Bool? { raw as? Bool }
  package var array: [JSONValue] { (raw as? [Any] ?? []).map { JSONValue(raw: $0) } }
}

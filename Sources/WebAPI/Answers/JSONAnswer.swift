import FastCGI
import Foundation

/// Turns answers into JSON.
enum JSONAnswer {
  /// The bytes of a value; large ones write themselves.
  static func bytes(of value: some Encodable) throws -> [UInt8] {
    if let writable = value as? any JSONWritable {
      var json = JSONBytes(capacity: 16 * 1024)
      writable.write(to: &json)
      return json.bytes
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    return [UInt8](try encoder.encode(value))
  }

  /// An answer of JSON that nobody keeps without asking again.
  static func response(status: Int = 200, _ bytes: [UInt8]) -> Response {
    Response(
      status: status,
      headers: ["Content-Type": "application/json", "Cache-Control": "no-cache"],
      body: .bytes(bytes))
  }
}

import FastCGI
import Foundation
import Schedule

/// Reads request bodies and says in words what is wrong with them.
enum JSONBody {
  /// The body as a value; `graphic` finds what steps of scripts name.
  static func read<Body: Decodable>(
    _ type: Body.Type, from request: Request, graphic: @escaping GraphicSwitch.Finder
  ) throws -> Body {
    try checkType(of: request)
    guard !request.body.isEmpty else {
      throw Problem(400, "The request needs a body: a JSON object.")
    }
    let decoder = JSONDecoder()
    if let key = CodingUserInfoKey.graphicNames { decoder.userInfo[key] = graphic }
    do {
      return try decoder.decode(type, from: Data(request.body))
    } catch let error as DecodingError {
      throw problem(error, of: request)
    }
  }

  /// A form of another site can send text, but not say that it is JSON.
  private static func checkType(of request: Request) throws {
    let type = request.header("Content-Type") ?? ""
    let bare = type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    guard bare == "application/json" else {
      throw Problem(
        415, "The body must be JSON: send it with 'Content-Type: application/json'.")
    }
  }

  private static func problem(_ error: DecodingError, of request: Request) -> Problem {
    switch error {
    case .keyNotFound(let key, let context):
      let field = name(context.codingPath + [key])
      return Problem(400, "The field '\(field)' is missing.", field: field)
    case .typeMismatch(let type, let context):
      let field = name(context.codingPath)
      return Problem(400, "The field '\(field)' must be \(word(for: type)).", field: field)
    case .valueNotFound(let type, let context):
      let field = name(context.codingPath)
      return Problem(
        400, "The field '\(field)' must be \(word(for: type)), not null.", field: field)
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      return Problem(400, "The body is not JSON: \(position(in: request.body)).")
    case .dataCorrupted(let context):
      let field = name(context.codingPath)
      return Problem(400, "The field '\(field)': \(context.debugDescription).", field: field)
    @unknown default:
      return Problem(400, "The body is not understood.")
    }
  }

  private static func name(_ path: [any CodingKey]) -> String {
    path.isEmpty
      ? "body" : path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }

  private static func position(in bytes: [UInt8]) -> String {
    guard let fault = JSONFault.first(in: bytes) else { return "it is not understood" }
    return "\(fault.words) in line \(fault.line), column \(fault.column)"
  }

  private static func word(for type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is any BinaryInteger.Type: "a whole number"
    case is [String: Any].Type: "an object"
    case is any Collection.Type: "a list"
    default: "of another kind"
    }
  }
}

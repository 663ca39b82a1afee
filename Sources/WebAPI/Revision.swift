import FastCGI
import Foundation

/// What changes with a thing, so that of two people who change it nobody overwrites the other unseen.
enum Revision {
  /// The revision of a thing with a name.
  static func of(_ value: some Encodable, named name: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return of(Array(name.utf8) + [0] + Array(try encoder.encode(value)))
  }

  /// The revision of what bytes tell.
  static func of(_ bytes: [UInt8]) -> String {
    AnswerCache.tag(of: bytes).replacing("\"", with: "")
  }
}

extension Call {
  /// Refuses a change of what has another revision by now than the one that was changed.
  ///
  /// - Parameters:
  ///   - revision: What it has now.
  ///   - thing: The beginning of a sentence, such as `The graphic 'Logo' was`.
  /// - Throws: A `Problem` with the status 409.
  func refuseChange(of revision: String, _ thing: String) throws {
    guard let known = request.query["revision"], !known.isEmpty, known != revision else { return }
    throw Problem(
      409,
      "\(thing) changed meanwhile. Read it again, or save without a revision to replace it.",
      field: "revision")
  }
}

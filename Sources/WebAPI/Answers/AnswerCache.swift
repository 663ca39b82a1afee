import Hashing
import Synchronization

/// Answers that hold as long as the database does not change.
///
/// Kept per worker, by the change counter that was read before the answer was
/// made; so whoever reads after a write, in any process, sees the write.
final class AnswerCache: Sendable {
  struct Answer: Sendable {
    let revision: Int64
    let bytes: [UInt8]
    let tag: String
  }

  private let answers = Mutex<[String: Answer]>([:])
  private let capacity = 64
  private let largest = 4 << 20

  /// The answer that was made at this state of the database.
  func answer(_ key: String, at revision: Int64) -> Answer? {
    answers.withLock { $0[key] }.flatMap { $0.revision == revision ? $0 : nil }
  }

  /// Makes an answer of bytes, and keeps it unless it is very large.
  func keep(_ bytes: [UInt8], as key: String, at revision: Int64) -> Answer {
    let answer = Answer(revision: revision, bytes: bytes, tag: Self.tag(of: bytes))
    guard bytes.count <= largest, key.utf8.count <= 512 else { return answer }
    answers.withLock { answers in
      // Clients choose the keys: what does not fit any more makes room for all.
      if answers.count >= capacity, answers[key] == nil { answers = [:] }
      answers[key] = answer
    }
    return answer
  }

  /// A strong entity tag: a fingerprint and the length.
  static func tag(of bytes: [UInt8]) -> String {
    "\"\(Fingerprint(of: bytes).hex)-\(String(bytes.count, radix: 16))\""
  }
}

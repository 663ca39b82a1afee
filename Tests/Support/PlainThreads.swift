import Foundation
import Synchronization

/// Runs the work that many times at once on threads of their own, so that it
/// may block, and gives the results when all are done.
public func onThreads<Result: Sendable>(
  _ count: Int, _ work: @escaping @Sendable (Int) -> Result
) async -> [Result] {
  await withTaskGroup(of: Result.self) { group in
    for index in 0..<count { group.addTask { await onThread { work(index) } } }
    return await group.reduce(into: []) { $0.append($1) }
  }
}

/// Runs blocking work on a thread of its own.
public func onThread<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
  await withCheckedContinuation { continuation in
    Thread { continuation.resume(returning: work()) }.start()
  }
}

/// Runs blocking work that may fail on a thread of its own.
public func onThread<Result: Sendable>(
  _ work: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Swift.Result { try work() }) }.start()
  }
}

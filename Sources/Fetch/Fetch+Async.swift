import Dispatch
import Synchronization

extension Fetch {
  /// Sends a request from a task, without blocking the thread that it runs on.
  ///
  /// Four threads of their own do the waiting, so four slow hosts hold up the
  /// next request but never the program's other tasks.
  ///
  /// - Parameter request: What to ask.
  /// - Returns: The answer, whatever its status.
  /// - Throws: A ``FetchError`` when there is no answer, or when too many
  ///   requests wait already.
  public static func answer(to request: Request) async throws(FetchError) -> Response {
    guard waiting.add(1, ordering: .relaxed).newValue <= mostWaiting else {
      waiting.subtract(1, ordering: .relaxed)
      throw FetchError(
        .broken, host: host(of: request.url), detail: "\(mostWaiting) requests wait already")
    }
    let lane = lanes[next.wrappingAdd(1, ordering: .relaxed).newValue % lanes.count]
    let result: Result<Response, FetchError> = await withCheckedContinuation { continuation in
      lane.async {
        let result = Result { () throws(FetchError) in try send(request) }
        waiting.subtract(1, ordering: .relaxed)
        continuation.resume(returning: result)
      }
    }
    return try result.get()
  }

  private static let mostWaiting = 256
  private static let waiting = Atomic<Int>(0)
  private static let next = Atomic<Int>(0)
  /// Serial queues have a thread each; the global queues carry the tasks.
  private static let lanes = (0..<4).map { DispatchQueue(label: "exstreamtv.fetch.\($0)") }
}

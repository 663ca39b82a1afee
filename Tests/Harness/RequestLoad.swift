import Fetch
import Foundation
import Synchronization

/// Clients that ask for the same addresses over and over, each on its own thread.
package final class RequestLoad: Sendable {
  private struct Tally {
    var requests = 0
    var failures: [String] = []
    var running = 0
  }

  private let tally = Mutex(Tally())
  private let isEnding = Atomic(false)

  /// Starts one client for each list of addresses.
  package init(_ station: Station, clients: [[String]]) {
    tally.withLock { $0.running = clients.count }
    for addresses in clients {
      let thread = Thread { [self] in
        while !isEnding.load(ordering: .relaxed) { ask(station, addresses) }
        tally.withLock { $0.running -= 1 }
      }
      thread.start()
    }
  }

  /// How many requests were answered or failed.
  package var requests: Int { tally.withLock { $0.requests } }

  /// Every request that was not answered by a 200.
  package var failures: [String] { tally.withLock { $0.failures } }

  /// Lets the clients finish what they ask for.
  package func end() throws {
    isEnding.store(true, ordering: .relaxed)
    try eventually(within: .seconds(30), "the last answers") { tally.withLock { $0.running == 0 } }
  }

  private func ask(_ station: Station, _ addresses: [String]) {
    for address in addresses {
      let answer = Result { try station.get(address) }
      tally.withLock { tally in
        tally.requests += 1
        switch answer {
        case .success(let answer) where answer.status == 200: break
        case .success(let answer):
          tally.failures.append(
            "\(address): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
        case .failure(let error): tally.failures.append("\(address): \(error)")
        }
      }
    }
  }
}

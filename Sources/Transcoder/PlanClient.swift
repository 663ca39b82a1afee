import Fetch
import FoundationEssentials
public import Library
public import Playout

/// Asks for plans over HTTP, by way of nginx's internal socket.
///
/// The last plan of a channel is kept beside its segments, and used when no
/// worker answers: a channel goes on while everything else is down.
public struct PlanClient: Sendable {
  /// How much of the future is asked for.
  static let hours = 6

  private let socket: String
  private let live: String

  /// A client of the workers behind nginx's internal socket.
  ///
  /// - Parameters:
  ///   - internalSocket: The socket's path.
  ///   - live: The folder that holds a folder for each channel on air.
  public init(internalSocket: String, live: String) {
    socket = internalSocket
    self.live = live
  }

  /// Asks for what a channel plays from a moment on; blocks for at most two seconds.
  ///
  /// - Throws: A ``PlanFailure``.
  public func plan(_ channel: ChannelID, from: Moment) throws(PlanFailure) -> Plan {
    let kept = "\(live)/\(channel.rawValue)/plan.json"
    do throws(PlanFailure) {
      let body = try ask(channel, from: from)
      guard let plan = try? JSONDecoder().decode(Plan.self, from: Data(body)) else {
        throw .unavailable("the worker's answer is not a plan")
      }
      // Without a kept plan only the fallback is lost.
      try? Data(body).write(to: URL(filePath: kept), options: .atomic)
      return plan
    } catch {
      guard error != .unknownChannel, let data = try? Data(contentsOf: URL(filePath: kept)),
        let plan = try? JSONDecoder().decode(Plan.self, from: data), plan.item(at: from) != nil
      else { throw error }
      return plan
    }
  }

  private func ask(_ channel: ChannelID, from: Moment) throws(PlanFailure) -> [UInt8] {
    let query = "from=\(from.milliseconds)&hours=\(Self.hours)"
    let request = Request(
      method: "GET", url: "http://localhost/internal/plan/\(channel.rawValue)?\(query)",
      headers: [], body: [], unixSocket: socket, timeout: .seconds(2), bodyLimit: 16 << 20)
    do {
      let response = try Fetch.send(request)
      switch response.status {
      case 200: return response.body
      case 404: throw PlanFailure.unknownChannel
      default: throw PlanFailure.unavailable("the worker answered \(response.status)")
      }
    } catch let failure as PlanFailure {
      throw failure
    } catch {
      throw .unavailable("\(error)")
    }
  }
}

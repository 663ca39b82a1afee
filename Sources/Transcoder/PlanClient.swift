import Fetch
import FoundationEssentials
public import Library
public import Playout

/// Asks for plans over HTTP, by way of nginx's internal socket.
public struct PlanClient: Sendable {
  private let socket: String

  /// A client of the workers behind nginx's internal socket.
  public init(internalSocket: String) {
    socket = internalSocket
  }

  /// Asks for what a channel plays from a moment on; blocks for at most two seconds.
  ///
  /// - Throws: A ``PlanFailure``.
  public func plan(
    _ channel: ChannelID, from: Moment, hours: Int
  ) throws(PlanFailure) -> Plan {
    let body = try ask(channel, from: from, hours: hours)
    guard let plan = try? JSONDecoder().decode(Plan.self, from: Data(body)) else {
      throw .unavailable("the worker's answer is not a plan")
    }
    return plan
  }

  /// Tells that nobody watches an on-demand channel since a moment; blocks for at most a second.
  ///
  /// - Returns: Whether a worker took note of it.
  @discardableResult
  public func paused(_ channel: ChannelID, at moment: Moment) -> Bool {
    tell("paused/\(channel.rawValue)?at=\(moment.milliseconds)")
  }

  /// Tells that an on-demand channel goes on; blocks for at most a second.
  ///
  /// - Parameters:
  ///   - channel: The channel.
  ///   - moment: From when on.
  ///   - since: When it was last watched, for when nobody has told.
  /// - Returns: Whether a worker took note of it.
  @discardableResult
  public func resumed(_ channel: ChannelID, at moment: Moment, since: Moment?) -> Bool {
    let last = since.map { "&since=\($0.milliseconds)" } ?? ""
    return tell("resumed/\(channel.rawValue)?at=\(moment.milliseconds)\(last)")
  }

  private func tell(_ path: String) -> Bool {
    let request = Request(
      method: "POST", url: "http://localhost/internal/\(path)", headers: [], body: [],
      unixSocket: socket, timeout: .seconds(1), bodyLimit: 65_536)
    return (try? Fetch.send(request).status) == 204
  }

  private func ask(_ channel: ChannelID, from: Moment, hours: Int) throws(PlanFailure) -> [UInt8] {
    let query = "from=\(from.milliseconds)&hours=\(hours)"
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

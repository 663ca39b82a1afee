import Fetch
import FoundationEssentials

/// What the WebUI can be told of as it happens.
public enum EventTopic: String, CaseIterable, Sendable {
  /// What is on air and who watches: an array of ``OnAirStatus``.
  case onair
  /// Long work: the job that changed.
  case jobs
  /// The library changed.
  case library
  /// The channels or their timelines changed.
  case channels
  /// Viewers came, left or were refused: ``SessionNews``.
  case sessions
}

/// Tells the WebUI through nginx, which passes messages on to every open page.
///
/// Where nginx has no event module, or is down, nobody is told: pages then ask.
public struct EventPublisher: Sendable {
  private let socket: String

  /// A publisher by way of nginx's internal socket.
  public init(internalSocket: String) {
    socket = internalSocket
  }

  /// Posts a message; blocks for at most two seconds.
  ///
  /// - Returns: Whether nginx took it.
  @discardableResult
  public func publish(_ topic: EventTopic, json: [UInt8]) -> Bool {
    let request = Request(
      method: "POST", url: "http://localhost/pub/\(topic.rawValue)",
      headers: [("Content-Type", "application/json")], body: json, unixSocket: socket,
      timeout: .seconds(2), bodyLimit: 65_536)
    guard let response = try? Fetch.send(request) else { return false }
    return (200..<300).contains(response.status)
  }

  /// Posts a value as JSON.
  ///
  /// - Returns: Whether nginx took it.
  @discardableResult
  public func publish(_ topic: EventTopic, _ value: some Encodable) -> Bool {
    guard let json = try? JSONEncoder().encode(value) else { return false }
    return publish(topic, json: [UInt8](json))
  }
}

import Glibc

/// The network address that nginx listens on.
public enum BindAddress: Hashable, Sendable, CustomStringConvertible {
  /// An IPv4 address such as `127.0.0.1`; `0.0.0.0` is every interface.
  case ipv4(String)
  /// An IPv6 address without brackets; `::` is every interface, IPv4 included.
  case ipv6(String)

  /// Reads `127.0.0.1`, `::1`, `[::1]`, `localhost` or `*`; nil for anything else.
  public init?(_ text: String) {
    switch text {
    case "localhost": self = .ipv4("127.0.0.1")
    case "*": self = .ipv4("0.0.0.0")
    default:
      let bare =
        text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
      var four = in_addr()
      var six = in6_addr()
      if bare == text, inet_pton(AF_INET, bare, &four) == 1 {
        self = .ipv4(bare)
      } else if inet_pton(AF_INET6, bare, &six) == 1 {
        self = .ipv6(bare)
      } else {
        return nil
      }
    }
  }

  /// The address without brackets.
  public var description: String {
    switch self {
    case .ipv4(let address), .ipv6(let address): address
    }
  }

  /// The address as it stands in a URL, so with brackets around IPv6.
  public var host: String {
    switch self {
    case .ipv4(let address): address
    case .ipv6(let address): "[\(address)]"
    }
  }

  /// Whether every interface of the machine is meant.
  public var isEveryInterface: Bool {
    switch self {
    case .ipv4(let address): address == "0.0.0.0"
    case .ipv6(let address): address.allSatisfy { $0 == ":" || $0 == "0" }
    }
  }

  /// Whether only this machine can connect.
  public var isLoopback: Bool {
    switch self {
    case .ipv4(let address): address.hasPrefix("127.")
    case .ipv6(let address): address == "::1"
    }
  }
}

import FastCGI
import Foundation

/// Keeps pages of other sites from changing anything here with a visitor's browser.
enum CrossSite {
  /// Refuses a change that a browser says comes from another site.
  ///
  /// Programs that are no browsers send neither field and pass.
  static func check(_ request: Request, asked address: BaseAddress) throws {
    guard !request.method.isSafe else { return }
    if let site = request.header("Sec-Fetch-Site"), site != "same-origin", site != "none" {
      throw refusal
    }
    guard let origin = request.header("Origin") else { return }
    guard let host = host(of: origin), isSame(host, address) else { throw refusal }
  }

  private static let refusal = Problem(
    403, "The request comes from a page of another site. Open EXStreamTV itself and try again.")

  private static func host(of origin: String) -> String? {
    guard let range = origin.range(of: "://") else { return nil }
    return String(origin[range.upperBound...])
  }

  /// Browsers leave the scheme's own port out, proxies may not.
  private static func isSame(_ host: String, _ address: BaseAddress) -> Bool {
    let port = address.scheme == "https" ? ":443" : ":80"
    func plain(_ host: String) -> Substring {
      host.hasSuffix(port) ? host.lowercased().dropLast(port.count) : host.lowercased()[...]
    }
    return plain(host) == plain(address.host)
  }
}

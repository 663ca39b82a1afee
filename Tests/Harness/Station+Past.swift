import Fetch
package import Foundation

extension Station {
  /// A programme as the guide tells it.
  package struct Programme {
    package var title: String
    package var start: Date
    package var end: Date

    /// The start as addresses have it: milliseconds since 1970.
    package var startText: String { String(Int64((start.timeIntervalSince1970 * 1000).rounded())) }
  }

  /// Makes a channel of the whole library in alphabetical order that began some time ago.
  ///
  /// - Returns: The channel's identity and its programmes from the first one on.
  package func channel(
    _ number: String, began secondsAgo: Int
  ) throws -> (id: String, programmes: [Programme]) {
    try eventually(within: .seconds(30), "the scan to end") {
      let scans = try json("/api/jobs")["jobs"].array.filter { $0["kind"].string == "scan" }
      return !scans.isEmpty && scans.allSatisfy { $0["state"].string == "done" }
    }
    let premiere = (Int(Date().timeIntervalSince1970) - secondsAgo) * 1000
    let id = try addChannel(
      """
      {"number": "\(number)", "name": "Past", "content": {"kind": "library"},
       "order": "alphabetical", "premiere": \(premiere)}
      """)
    try awaitChannel(number)
    let channels = try json("/api/guide?hours=1&from=\(premiere)")["channels"].array
    let programmes = channels.first { $0["id"].string == id }?["programmes"].array ?? []
    return (
      id,
      programmes.map {
        Programme(
          title: $0["title"].string?.lowercased() ?? "",
          start: Date(timeIntervalSince1970: Double($0["start"].number ?? 0) / 1000),
          end: Date(timeIntervalSince1970: Double($0["end"].number ?? 0) / 1000))
      }
    )
  }
}

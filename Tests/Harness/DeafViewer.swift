import Glibc

/// A player of the endless stream that asks and then never reads: what a box does whose picture
/// froze but whose connection stands.
package struct DeafViewer {
  private let descriptor: Int32

  /// Connects and asks.
  package init(_ station: Station, path: String = "/iptv/channel/1.ts") throws {
    // So that the way back to the worker fills soon.
    descriptor = try StreamViewer.connection(to: station, path: path, window: 4096)
  }

  /// Hangs up.
  package func leave() {
    close(descriptor)
  }
}

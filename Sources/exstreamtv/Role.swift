import FoundationEssentials

/// A command that plays a part in a running station.
///
/// All parts are one program: its pages are in memory once for all of them.
protocol Role {
  /// The process's name while the part is played; Linux keeps 15 letters of it.
  static var role: String { get }
}

extension Role {
  /// Shows the part as the process's name in `ps` and `top`.
  func showName() {
    // A system that keeps it from us costs a nicety, nothing else.
    try? Data(Self.role.utf8).write(to: URL(filePath: "/proc/self/comm"))
  }
}

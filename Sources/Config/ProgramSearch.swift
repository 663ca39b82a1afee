import Glibc

/// Finds programs as a shell would, and where system administrators' programs are as well.
public enum ProgramSearch {
  /// The absolute path of a program that can be run; nil when there is none.
  ///
  /// An ordinary user's search path often lacks `/usr/sbin`, where nginx is.
  public static func locate(
    _ program: String, path: String = Surroundings.environment["PATH"] ?? ""
  ) -> String? {
    if program.contains("/") { return isRunnable(program) ? program : nil }
    let folders = path.split(separator: ":").map(String.init)
    return (folders + ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin"])
      .lazy.filter { $0.hasPrefix("/") }.map { $0 + "/" + program }.first(where: isRunnable)
  }

  private static func isRunnable(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return access(path, X_OK) == 0
  }
}

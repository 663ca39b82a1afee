import Glibc

/// What the last failed system call of this thread said, such as `Permission denied`.
func systemFailure(_ number: Int32 = errno) -> String {
  String(cString: strerror(number))
}

/// The path without links; nil when there is nothing, which `errno` explains.
func realPath(of path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

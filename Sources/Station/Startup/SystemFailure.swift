import Glibc

/// What the last failed system call of this thread said, such as `Permission denied`.
func systemFailure(_ number: Int32 = errno) -> String {
  String(cString: strerror(number))
}

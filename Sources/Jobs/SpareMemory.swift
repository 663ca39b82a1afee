import Glibc

/// Memory that finished jobs needed.
enum SpareMemory {
  /// Gives back to the system what lies free between what is still used.
  ///
  /// glibc by itself gives back only the end of the heap; a guide and a fortnight of timelines leave
  /// four megabytes of holes. Its function for that is in no module of Swift's, so it is looked up.
  static func giveBack() {
    guard let symbol = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)(0)
  }
}

import Foundation
import Glibc
import Synchronization

/// A disk of a few megabytes that a test can fill, mounted on a folder of its own.
///
/// Needs the right to mount; tests that use it run where ``isPossible`` says so.
public final class SmallDisk: Sendable {
  /// The folder that is the disk.
  public let path: String
  private let isGreedy = Atomic<Bool>(false)
  private let isAtWork = Atomic<Bool>(false)

  /// Whether this user may mount.
  public static let isPossible: Bool = (try? SmallDisk(megabytes: 1)) != nil

  /// Mounts a disk of so many megabytes.
  public init(megabytes: Int) throws {
    path = "/tmp/extv-disk-\(UInt32.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m,mode=755") == 0 else {
      let number = errno
      rmdir(path)
      throw POSIXError(POSIXErrorCode(rawValue: number) ?? .EPERM)
    }
  }

  deinit {
    umount2(path, Int32(MNT_DETACH))
    rmdir(path)
  }

  private var ballast: String { path + "/ballast" }

  /// Takes all the room that is left.
  public func fill() {
    let descriptor = open(ballast, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    for size in [1 << 20, 64 << 10, 4096] {
      let piece = [UInt8](repeating: 0, count: size)
      while write(descriptor, piece, size) == size {}
    }
  }

  /// Takes all the room from now on until ``clear()``, whatever others give up.
  public func keepFull() {
    isGreedy.store(true, ordering: .sequentiallyConsistent)
    isAtWork.store(true, ordering: .sequentiallyConsistent)
    let thread = Thread { [self] in
      while isGreedy.load(ordering: .sequentiallyConsistent) {
        fill()
        usleep(500)
      }
      isAtWork.store(false, ordering: .sequentiallyConsistent)
    }
    thread.start()
  }

  /// Gives back what was taken.
  public func clear() {
    isGreedy.store(false, ordering: .sequentiallyConsistent)
    while isAtWork.load(ordering: .sequentiallyConsistent) { usleep(1000) }
    unlink(ballast)
  }
}

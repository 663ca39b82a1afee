import Foundation
import Glibc
import Harness

/// A WebUI and a data folder with a secret beside each folder that is served.
struct SecretPlace {
  static let secret = "nobody-may-read-this"

  let www: URL
  let media: URL
  private let folder: URL

  init() throws {
    folder = TemporaryFolder.make("secret")
    media = folder.appending(path: "media")
    www = folder.appending(path: "site/www")
    let manager = FileManager.default
    try manager.createDirectory(at: media, withIntermediateDirectories: true)
    try manager.createDirectory(
      at: www.deletingLastPathComponent(), withIntermediateDirectories: true)
    try manager.copyItem(at: Root.folder.appending(path: "www"), to: www)
    try Clips.make("red", seconds: 20, at: media.appending(path: "Red (2001).mp4"))
    try Self.write(to: folder, www.deletingLastPathComponent())
    try Data(Self.secret.utf8).write(to: www.appending(path: ".hidden"))
  }

  /// Puts the secret beside everything that nginx serves from the run folder.
  func plant(in data: URL) throws {
    let run = data.appending(path: "run")
    try Self.write(to: data, run, run.appending(path: "live"), run.appending(path: "guide"))
  }

  /// Where attackers would look.
  var targets: [String] {
    [
      "secret.txt", "data/secret.txt", "run/secret.txt", "live/secret.txt", "guide/secret.txt",
      "exstreamtv.sqlite", "nginx/nginx.conf", ".hidden",
    ]
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  private static func write(to folders: URL...) throws {
    for folder in folders {
      let file = folder.appending(path: "secret.txt")
      try Data(secret.utf8).write(to: file)
      chmod(file.path, 0o644)
    }
  }
}

/// Paths that try to leave the folders that are served.
enum ClimbingPaths {
  private static let session = "abcdefgh/aaaaaaaaaaaaaaaa/"
  private static let starts = [
    "/", "/api/", "/live/", "/live/" + session, "/iptv/", "/iptv/channel/", "/assets/",
    "/internal/", "/auto/",
  ]
  private static let climbs = [
    "../", "%2e%2e/", "..%2f", "%2e%2e%2f", "..\\", "..%5c", "%252e%252e/", "..%252f", "....//",
    "..;/", "..%00/", "%c0%ae%c0%ae/", ".%2e/", "/",
  ]

  static func all(to targets: [String]) -> [String] {
    var paths: [String] = []
    for start in starts {
      for (index, climb) in climbs.enumerated() {
        for depth in 1...4 {
          // Each way up with some of the targets; all of them in turn.
          let target = targets[(index + depth) % targets.count]
          paths.append(start + String(repeating: climb, count: depth) + target)
        }
        paths.append(start + String(repeating: climb, count: 9) + "etc/passwd")
      }
      for target in targets { paths.append(start + target) }
      for target in targets { paths.append(start + target + "%00.ts") }
    }
    return paths
  }
}

/// A client that says half of what it wants and waits.
final class HalfRequest {
  private let descriptor: Int32

  init(_ port: UInt16, _ text: String) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    let bytes = Array(text.utf8)
    guard status == 0, send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    else { throw Failure("can't ask: errno \(errno)") }
  }

  deinit { close(descriptor) }
}

import Foundation
import Glibc
import Harness

extension Station {
  /// The identity of a channel by its number.
  func channel(_ number: String) throws -> String {
    let all = try json("/api/channels")["channels"].array
    guard let id = all.first(where: { $0["number"].string == number })?["id"].string else {
      throw Failure("no channel \(number)")
    }
    return id
  }

  /// Waits until the library is read and everything is scheduled.
  func awaitJobs() throws {
    try eventually(within: .seconds(60), "all jobs: \(process.transcript.suffix(2000))") {
      let jobs = try json("/api/jobs")["jobs"].array
      let isScanned = jobs.contains { $0["kind"].string == "scan" }
      return isScanned && jobs.allSatisfy { $0["endedAt"].exists }
    }
  }

  /// What the transcoder says of a channel.
  func status(of number: String) throws -> JSONValue {
    let all = try json("/api/on-air")["channels"].array
    guard let channel = all.first(where: { $0["number"].string == number }) else {
      throw Failure("no channel \(number)")
    }
    return channel["stream"]
  }

  /// Every process that was started for a data folder, whoever its parent is now.
  static func processes(on data: URL) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { pid in
      guard pid != getpid() else { return false }
      let texts = ["environ", "cmdline"].map {
        (try? Data(contentsOf: URL(filePath: "/proc/\(pid)/\($0)"))) ?? Data()
      }
      return texts.contains { $0.firstRange(of: Data(data.path.utf8)) != nil }
    }
  }
}

import Foundation
import Glibc
import Harness
import Packaging
import Synchronization

/// Runs of ffmpeg, all at once, each read to its end through a pipe as a channel on air reads it.
struct PipeTake {
  var seconds = 0.0
  /// Processor time of ffmpeg, and of all that read it.
  var processor = 0.0
  /// Until the splicer has the first picture, which it looks for where nothing is spliced too.
  var firstPicture = 0.0
  var megabytes = 0.0

  private static let portion = 64 << 10

  /// What one reader found.
  private struct Reading {
    var first: ContinuousClock.Instant?
    var megabytes = 0.0
  }

  /// ffmpeg alone, once for each of the commands.
  init(bare commands: [[String]]) throws {
    let scouts = Mutex<[Int32: ChannelStream]>([:])
    try self.init(commands) { bytes, process in
      scouts.withLock { scouts in
        var scout = scouts[process] ?? Self.stream(StreamRenditions())
        if !scout.hasPicture { scout.push(bytes) }
        scouts[process] = scout
        return scout.hasPicture
      }
    }
  }

  /// One ffmpeg and the splicer behind it.
  init(spliced command: [String], renditions: StreamRenditions = StreamRenditions()) throws {
    let spliced = Mutex(Self.stream(renditions))
    try self.init([command]) { bytes, _ in
      spliced.withLock { stream in
        stream.push(bytes)
        _ = stream.takeSegments()
        return stream.hasPicture
      }
    }
    let end = spliced.withLock { $0.endItem(complete: true) }
    guard end.frames > 0 else { throw Failure("nothing was spliced") }
  }

  private static func stream(_ renditions: StreamRenditions) -> ChannelStream {
    var stream = ChannelStream(
      resuming: StreamState(), shape: SegmentShape(first: [], regular: 180_000, target: 4),
      renditions: renditions)
    stream.begin(.at(StreamTime(milliseconds: 1_790_000_000_000)), until: nil)
    return stream
  }

  private init(
    _ commands: [[String]], take: @escaping @Sendable (UnsafeRawBufferPointer, Int32) -> Bool
  ) throws {
    let before = Self.processorSeconds
    let began = ContinuousClock.now
    let readings = Mutex<[Reading]>([])
    let group = DispatchGroup()
    var children: [Child] = []
    for command in commands {
      var pipe: [Int32] = [0, 0]
      guard Glibc.pipe(&pipe) == 0 else { throw Failure("no pipe") }
      for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      let (output, input) = (pipe[0], pipe[1])
      let child = try Child.start("ffmpeg", command, output: input)
      close(input)
      children.append(child)
      group.enter()
      Thread.detachNewThread {
        let reading = Self.read(output, of: child.pid, take)
        readings.withLock { $0.append(reading) }
        group.leave()
      }
    }
    group.wait()
    let ends = children.map { $0.wait(.seconds(20)) }
    seconds = (ContinuousClock.now - began).inSeconds
    processor = Self.processorSeconds - before
    guard ends.allSatisfy({ $0 == 0 }) else {
      throw Failure(children.map(\.transcript).joined(separator: "; "))
    }
    let found = readings.withLock { $0 }
    firstPicture = found.compactMap(\.first).max().map { ($0 - began).inSeconds } ?? 0
    megabytes = found.reduce(0) { $0 + $1.megabytes }
  }

  private static func read(
    _ output: Int32, of process: Int32, _ take: (UnsafeRawBufferPointer, Int32) -> Bool
  ) -> Reading {
    defer { close(output) }
    var reading = Reading()
    var looked = ContinuousClock.now - .seconds(1)
    var buffer = [UInt8](repeating: 0, count: portion)
    while case let count = Glibc.read(output, &buffer, portion), count > 0 {
      let hasPicture = buffer.withUnsafeBytes {
        take(UnsafeRawBufferPointer(rebasing: $0[..<count]), process)
      }
      if hasPicture, reading.first == nil { reading.first = .now }
      // Its peak is asked for a few times only: asking costs more than reading.
      guard ContinuousClock.now - looked > .milliseconds(200) else { continue }
      looked = .now
      reading.megabytes = max(reading.megabytes, peak(of: process))
    }
    return reading
  }

  /// Of this process and of all its children that have ended.
  private static var processorSeconds: Double {
    var own = rusage()
    getrusage(RUSAGE_SELF.rawValue, &own)
    let times = [own.ru_utime, own.ru_stime]
    return ProcessTree.reapedProcessorSeconds
      + times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
  }

  private static func peak(of process: Int32) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
  }
}

package import Foundation

/// The clock that a station is given: the real one, or one that is put off by some time.
///
/// A station with another clock runs with the library ShiftedClock preloaded in
/// every program below it; what counts seconds that passed stays real.
package struct StationClock: Sendable {
  /// What the shift is for, in one word.
  package var name: String
  /// Seconds by which the station's clock is ahead of the real one.
  package var shift: Double
  /// The zone that the station runs in; the machine's own when nil.
  package var zone: String?

  /// A clock that is that much ahead.
  package init(name: String = "none", shift: Double = 0, zone: String? = nil) {
    self.name = name
    self.shift = shift
    self.zone = zone
  }

  /// Ticks of 90 kHz that a time stamp of a transport stream can count.
  package static let wrap: Int64 = 1 << 33

  /// Seconds since 1970 by the station's clock.
  package var now: Double { Date().timeIntervalSince1970 + shift }
  /// Ticks of 90 kHz since 1970 by the station's clock.
  package var ticks: Int64 { Int64(now * 90_000) }

  /// The clock that a word or a number of seconds names.
  ///
  /// - Parameters:
  ///   - name: `none`, `wrap`, `spring`, `autumn` or seconds.
  ///   - ahead: How long before the wrap or the change of the hour the clock is set.
  /// - Returns: The clock.
  /// - Throws: A ``Failure`` for any other word.
  package static func named(_ name: String, ahead: Double) throws -> StationClock {
    let now = Date().timeIntervalSince1970
    func clock(at moment: Double, zone: String? = nil) -> StationClock {
      StationClock(name: name, shift: (moment - ahead - now).rounded(), zone: zone)
    }
    switch name {
    case "", "none": return StationClock()
    case "wrap":
      let ticks = Int64(now * 90_000) / wrap * wrap + wrap
      return clock(at: Double(ticks) / 90_000)
    case "spring": return clock(at: try change(toSummer: true), zone: berlin)
    case "autumn": return clock(at: try change(toSummer: false), zone: berlin)
    default:
      guard let seconds = Double(name) else {
        throw Failure("SHIFT is none, wrap, spring, autumn or a number of seconds, not \(name)")
      }
      return StationClock(name: name, shift: seconds)
    }
  }

  private static let berlin = "Europe/Berlin"

  private static func change(toSummer: Bool) throws -> Double {
    guard let zone = TimeZone(identifier: berlin) else { throw Failure("no zone \(berlin)") }
    var at = Date()
    for _ in 0..<2 {
      guard let next = zone.nextDaylightSavingTimeTransition(after: at) else { break }
      if zone.isDaylightSavingTime(for: next.addingTimeInterval(60)) == toSummer {
        return next.timeIntervalSince1970
      }
      at = next
    }
    throw Failure("no change of the hour in \(berlin)")
  }

  /// The variables that give a station this clock; the file is what ``set(_:in:)`` rewrites.
  package func environment(file: URL) throws -> [String: String] {
    var variables: [String: String] = [:]
    variables["TZ"] = zone
    let library = try Station.program("libShiftedClock.so")
    try Self.set(shift, in: file)
    variables["LD_PRELOAD"] = library
    variables["SHIFTED_CLOCK"] = file.path
    return variables
  }

  /// Puts the clock of all programs that look at the file so many seconds ahead, in one step.
  package static func set(_ shift: Double, in file: URL) throws {
    let bytes = withUnsafeBytes(of: Int64(shift * 1e9)) { Data($0) }
    guard FileManager.default.fileExists(atPath: file.path) else {
      return try bytes.write(to: file)
    }
    // In place: the programs have the file mapped.
    let handle = try FileHandle(forWritingTo: file)
    try handle.write(contentsOf: bytes)
    try handle.close()
  }
}

/// Looks at an endless transport stream as it comes, like a strict receiver, and remembers little.
///
/// Written after the standard, apart from the product's reader and writer and
/// from the checker of whole files. It follows the first program.
package struct StreamReceiver: Sendable {
  /// A step from one unit to the next in the order of display, in ticks.
  package struct Step: Sendable {
    /// When the later one is shown, in ticks since 1970.
    package var at: Int64
    /// How long after the one before.
    package var ticks: Int64
    /// By how much that differs from what the one before lasts; nil where that is not known.
    package var excess: Int64?
  }

  struct Track {
    var kind: UInt8
    var lastDecode: Int64?
    var lastShown: Int64?
    /// Display times that later units may still come before.
    var pending: [Int64] = []
    /// What the units before last, by their own headers; of sound only.
    var soundTicks: Int64?
    var expectedBytes = 0
    var bytes = 0
    var sound: [UInt8] = []
  }

  /// What was found wrong.
  package internal(set) var faults = FaultBook()
  /// Packets so far.
  package internal(set) var packets = 0
  /// Steps of the picture since they were last taken.
  package internal(set) var pictureSteps: [Step] = []
  /// Steps of the sound since they were last taken.
  package internal(set) var soundSteps: [Step] = []
  /// Ticks from the clock to the display of a unit: least and most.
  package internal(set) var leads: (least: Int64, most: Int64) = (.max, .min)
  /// The most ticks between two clocks.
  package internal(set) var largestClockGap: Int64 = 0
  /// How often the program map changed its version.
  package internal(set) var mapChanges = 0
  /// How often the time stamps began anew at zero.
  package internal(set) var wraps = 0
  /// Packets that announce a jump.
  package internal(set) var discontinuities = 0
  /// When the earliest picture since ``beginSegment()`` is shown; nil before it came.
  package internal(set) var firstPicture: Int64?
  /// The latest clock, in ticks since 1970.
  package internal(set) var clock: Int64?

  /// What times are near to as long as none is known.
  let anchor: Int64
  var rest: [UInt8] = []
  var counters: [Int: UInt8] = [:]
  var tracks: [Int: Track] = [:]
  var mapStream: Int?
  var clockStream: Int?
  var mapVersion: UInt8?
  var mapBody: [UInt8] = []
  var lastTables: [Int: Int64] = [:]
  var isSegmentStart = false
  /// The name of the file that is read.
  var segment = ""
  var segmentPackets = 0

  /// A receiver of a stream whose times are near to that many ticks since 1970.
  package init(near anchor: Int64) { self.anchor = anchor }

  /// Takes the next bytes, in any portions.
  package mutating func take(_ bytes: [UInt8]) {
    rest += bytes
    let whole = rest.count / 188 * 188
    guard whole > 0 else { return }
    let packets = rest
    packets.withUnsafeBufferPointer { all in
      for start in stride(from: 0, to: whole, by: 188) {
        look(at: UnsafeBufferPointer(rebasing: all[start..<start + 188]))
      }
    }
    rest.removeFirst(whole)
  }

  /// A new file begins: tables and a key frame have to come first.
  package mutating func beginSegment(_ name: String = "") {
    segment = name
    if !rest.isEmpty { faults.note("segment cut inside a packet", "\(rest.count) bytes") }
    rest = []
    isSegmentStart = true
    segmentPackets = 0
    firstPicture = nil
  }

  /// The clock jumps here, and the playlist has said so.
  package mutating func expectJump() {
    clock = nil
    forgetTimes()
  }

  /// What comes next has times of its own: the clock jumps, as was announced.
  mutating func forgetTimes() {
    lastTables = [:]
    for stream in tracks.keys {
      tracks[stream]?.lastDecode = nil
      tracks[stream]?.lastShown = nil
      tracks[stream]?.pending = []
    }
  }

  /// Takes the steps out.
  package mutating func takeSteps() -> (picture: [Step], sound: [Step]) {
    defer {
      pictureSteps = []
      soundSteps = []
    }
    return (pictureSteps, soundSteps)
  }

  mutating func note(_ kind: String, _ example: @autoclosure () -> String) {
    let place = segment + (clock.map { " at \($0)" } ?? " at packet \(packets)")
    let words = example()
    faults.note(kind, words.isEmpty ? place : "\(words) \(place)")
  }

  func nearest(_ stamp: Int64, to time: Int64) -> Int64 {
    let wrap = StationClock.wrap
    var distance = (stamp - time) % wrap
    if distance >= wrap / 2 { distance -= wrap }
    if distance < -wrap / 2 { distance += wrap }
    return time + distance
  }
}

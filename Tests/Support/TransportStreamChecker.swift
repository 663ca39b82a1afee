/// Looks at a transport stream as a strict receiver would, and says what is wrong with it.
///
/// Written apart from the product's own reader and writer, after the
/// standard, so that a mistake of theirs shows. It looks at the first program
/// of the stream.
public struct TransportStreamChecker: Sendable {
  /// What was found on one elementary stream.
  public struct Track: Sendable {
    /// The type that the program map gives it.
    public var kind: UInt8 = 0
    /// Units with a time stamp.
    public var units = 0
    /// Units that start with a random access point.
    public var keys = 0
    /// Display times in the order of the stream, 90 kHz, freed from their wrap.
    public var displayTimes: [Int64] = []
    /// Decode times, likewise.
    public var decodeTimes: [Int64] = []
    /// Units whose decode time is not after the one before.
    public var orderErrors = 0
    /// Units that are shown before they are decoded.
    public var lateUnits = 0
    /// Units whose stated length is not what came.
    public var lengthErrors = 0
    /// The least and the most ticks from the clock to the display of a unit.
    public var leastLead: Int64 = .max
    /// The most ticks from the clock to the display of a unit.
    public var greatestLead: Int64 = .min

    /// The most ticks between two units in the order of display.
    public var largestStep: Int64 { steps.max() ?? 0 }
    /// The fewest ticks between two units in the order of display.
    public var smallestStep: Int64 { steps.min() ?? 0 }
    /// The first display time.
    public var first: Int64? { displayTimes.min() }
    /// The last display time.
    public var last: Int64? { displayTimes.max() }

    /// Whether units may be missing behind the last one that came.
    fileprivate var isCut = false

    private var steps: [Int64] {
      // A unit may come before any that is shown at or after the last decode time: where the
      // stream was cut, what is shown there is not known in full.
      let end = isCut ? decodeTimes.last ?? .max : .max
      let sorted = displayTimes.filter { $0 <= end }.sorted()
      return zip(sorted, sorted.dropFirst()).map { $1 - $0 }
    }
  }

  /// Packets in all.
  public private(set) var packets = 0
  /// Bytes that are no whole packet, or packets that contradict themselves.
  public private(set) var syntaxErrors = 0
  /// Breaks of the continuity counter, by stream.
  public private(set) var continuityErrors: [Int: Int] = [:]
  /// The tracks, by stream.
  public private(set) var tracks: [Int: Track] = [:]
  /// The streams that carry a clock.
  public private(set) var clockStreams: Set<Int> = []
  /// The most ticks between two clocks.
  public private(set) var largestClockGap: Int64 = 0
  /// Clocks that go back, or jump by over a second, without saying so.
  public private(set) var clockErrors = 0
  /// Packets that announce a jump of the clock or counter.
  public private(set) var discontinuities = 0
  /// The most ticks of clock between two program association tables.
  public private(set) var largestAssociationGap: Int64 = 0
  /// The most ticks of clock between two program map tables.
  public private(set) var largestMapGap: Int64 = 0
  /// Tables whose checksum is wrong.
  public private(set) var tableErrors = 0
  /// The stream that the program map names for the clock.
  public private(set) var announcedClockStream: Int?
  /// The versions of the program map that were seen.
  public private(set) var mapVersions: Set<UInt8> = []
  /// The streams of the first packets, in order.
  public private(set) var firstStreams: [Int] = []

  private var counters: [Int: UInt8] = [:]
  private var mapStream: Int?
  private var clock: Int64?
  private var lastAssociation: Int64?
  private var lastMap: Int64?
  private var open: [Int: (expected: Int, got: Int)] = [:]

  /// Looks at a whole stream.
  ///
  /// - Parameters:
  ///   - bytes: The stream.
  ///   - isCut: Whether the viewer hung up somewhere, so that the last units may be unfinished.
  public init(_ bytes: [UInt8], isCut: Bool = false) {
    syntaxErrors = bytes.count % 188 == 0 ? 0 : 1
    for start in stride(from: 0, to: bytes.count - bytes.count % 188, by: 188) {
      look(at: Array(bytes[start..<(start + 188)]))
    }
    if isCut {
      for stream in tracks.keys { tracks[stream]?.isCut = true }
    } else {
      for stream in open.keys { closeUnit(stream) }
    }
  }

  /// The first picture track, in any codec.
  public var video: Track? { first { [0x1B, 0x24, 0x02].contains($0.kind) } }
  /// The first sound track, in any codec.
  public var audio: Track? { first { [0x0F, 0x81, 0x87, 0x03, 0x06].contains($0.kind) } }

  private func first(_ fits: (Track) -> Bool) -> Track? {
    tracks.filter { fits($0.value) }.min { $0.key < $1.key }?.value
  }

  /// Everything that a receiver may object to, in words; empty for a good stream.
  public var complaints: [String] {
    var found: [String] = []
    func note(_ count: Int, _ what: String) {
      if count > 0 { found.append("\(count) \(what)") }
    }
    note(syntaxErrors, "packets that are none")
    for (stream, count) in continuityErrors { note(count, "continuity errors on \(stream)") }
    note(clockErrors, "errors of the clock")
    note(tableErrors, "damaged tables")
    for (stream, track) in tracks.sorted(by: { $0.key < $1.key }) {
      note(track.orderErrors, "order errors on \(stream)")
      note(track.lateUnits, "units decoded after display on \(stream)")
      note(track.lengthErrors, "units of wrong length on \(stream)")
      if track.leastLead <= 0 { found.append("units behind the clock on \(stream)") }
      if track.greatestLead > 180_000, track.units > 0 {
        found.append("units too early on \(stream)")
      }
    }
    if clockStreams.count > 1 { found.append("clocks on \(clockStreams.sorted())") }
    if let announcedClockStream, let other = clockStreams.first, other != announcedClockStream {
      found.append("clock on \(other) instead of \(announcedClockStream)")
    }
    if largestClockGap > 3600 { found.append("clock gap of \(largestClockGap)") }
    if largestAssociationGap > 9000 { found.append("table gap of \(largestAssociationGap)") }
    if largestMapGap > 9000 { found.append("map gap of \(largestMapGap)") }
    return found
  }
}

// MARK: - Packets

extension TransportStreamChecker {
  private mutating func look(at packet: [UInt8]) {
    packets += 1
    let stream = Int(packet[1]) % 32 * 256 + Int(packet[2])
    if firstStreams.count < 4 { firstStreams.append(stream) }
    let control = packet[3] / 16 % 4
    guard packet[0] == 0x47, packet[1] < 0x80, control > 0, packet[3] < 0x40 else {
      syntaxErrors += 1
      return
    }
    guard stream != 0x1FFF else { return }
    var payloadStart = 4
    var isRandomAccess = false
    var isBroken = false
    if control >= 2 {
      payloadStart = 5 + Int(packet[4])
      guard payloadStart <= (control == 2 ? 188 : 187) else {
        syntaxErrors += 1
        return
      }
      if packet[4] > 0 {
        isBroken = packet[5] >= 0x80
        isRandomAccess = packet[5] / 0x40 % 2 == 1
        if isBroken { discontinuities += 1 }
        if packet[5] / 0x10 % 2 == 1 { lookAtClock(packet, stream, isBroken) }
      }
    }
    count(packet[3] % 16, on: stream, hasPayload: control != 2, isBroken)
    guard control != 2 else { return }
    let payload = packet[payloadStart...]
    let starts = packet[1] / 0x40 % 2 == 1
    if stream == 0 || stream == mapStream {
      if starts { lookAtTable(Array(payload), stream) }
    } else if tracks[stream] != nil {
      if starts { startUnit(Array(payload), stream, isRandomAccess) }
      open[stream]?.got += payload.count
    }
  }

  private mutating func count(
    _ counter: UInt8, on stream: Int, hasPayload: Bool, _ isBroken: Bool
  ) {
    if let last = counters[stream], !isBroken, counter != (hasPayload ? (last + 1) % 16 : last) {
      continuityErrors[stream, default: 0] += 1
    }
    counters[stream] = counter
  }

  private mutating func lookAtClock(_ packet: [UInt8], _ stream: Int, _ isBroken: Bool) {
    guard packet[4] >= 7 else {
      syntaxErrors += 1
      return
    }
    let base = packet[6...9].reduce(Int64(0)) { $0 * 256 + Int64($1) } * 2 + Int64(packet[10] / 128)
    clockStreams.insert(stream)
    guard let last = clock else {
      clock = base
      return
    }
    let now = Self.nearest(base, to: last)
    clock = now
    guard !isBroken else {
      // A new time base: gaps are counted anew.
      lastAssociation = nil
      lastMap = nil
      return
    }
    if now < last || now - last > 90_000 { clockErrors += 1 }
    largestClockGap = max(largestClockGap, now - last)
  }

  private mutating func lookAtTable(_ payload: [UInt8], _ stream: Int) {
    let table = Array(payload.dropFirst(1 + Int(payload[0])))
    guard table.count >= 3 else {
      tableErrors += 1
      return
    }
    let length = 3 + Int(table[1]) % 16 * 256 + Int(table[2])
    guard length <= table.count, length >= 12, Self.checksum(table[..<length]) == 0 else {
      tableErrors += 1
      return
    }
    if stream == 0 {
      mapStream = Int(table[10]) % 32 * 256 + Int(table[11])
      if let clock {
        largestAssociationGap = max(largestAssociationGap, clock - (lastAssociation ?? clock))
        lastAssociation = clock
      }
    } else {
      readMap(Array(table[..<(length - 4)]))
      if let clock {
        largestMapGap = max(largestMapGap, clock - (lastMap ?? clock))
        lastMap = clock
      }
    }
  }

  private mutating func readMap(_ table: [UInt8]) {
    mapVersions.insert(table[5] / 2 % 32)
    announcedClockStream = Int(table[8]) % 32 * 256 + Int(table[9])
    var at = 12 + Int(table[10]) % 16 * 256 + Int(table[11])
    while at + 5 <= table.count {
      let stream = Int(table[at + 1]) % 32 * 256 + Int(table[at + 2])
      tracks[stream, default: Track()].kind = table[at]
      at += 5 + Int(table[at + 3]) % 16 * 256 + Int(table[at + 4])
    }
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      for bit in (0..<8).reversed() {
        let carry = (sum >> 31) ^ UInt32(byte >> UInt8(bit) & 1)
        sum = sum << 1 ^ (carry == 1 ? 0x04C1_1DB7 : 0)
      }
    }
    return sum
  }

  /// The number nearest to another that has these 33 bits.
  private static func nearest(_ stamp: Int64, to time: Int64) -> Int64 {
    let wrap = Int64(1) << 33
    var distance = (stamp - time) % wrap
    if distance >= wrap / 2 { distance -= wrap }
    if distance < -wrap / 2 { distance += wrap }
    return time + distance
  }
}

// MARK: - Units

extension TransportStreamChecker {
  private mutating func startUnit(_ payload: [UInt8], _ stream: Int, _ isKey: Bool) {
    closeUnit(stream)
    guard payload.count >= 14, Array(payload[..<3]) == [0, 0, 1], payload[7] >= 0x80 else {
      syntaxErrors += 1
      return
    }
    let length = Int(payload[4]) * 256 + Int(payload[5])
    open[stream] = (length == 0 ? 0 : length + 6, 0)
    let hasDecodeTime = payload[7] >= 0xC0 && payload.count >= 19
    let display = Self.stamp(payload[9..<14])
    let decode = hasDecodeTime ? Self.stamp(payload[14..<19]) : display
    note(display: display, decode: decode, isKey: isKey, stream)
  }

  private mutating func note(display: Int64, decode: Int64, isKey: Bool, _ stream: Int) {
    guard var track = tracks[stream] else { return }
    tracks[stream] = nil
    defer { tracks[stream] = track }
    let last = track.decodeTimes.last
    let decodeTime = Self.nearest(decode, to: last ?? clock ?? decode)
    let displayTime = Self.nearest(display, to: decodeTime)
    track.units += 1
    if isKey { track.keys += 1 }
    if let last, decodeTime <= last { track.orderErrors += 1 }
    if displayTime < decodeTime { track.lateUnits += 1 }
    track.decodeTimes.append(decodeTime)
    track.displayTimes.append(displayTime)
    if let clock {
      let lead = Self.nearest(display, to: clock) - clock
      track.leastLead = min(track.leastLead, lead)
      track.greatestLead = max(track.greatestLead, lead)
    }
  }

  private mutating func closeUnit(_ stream: Int) {
    if let unit = open[stream], unit.expected > 0, unit.expected != unit.got {
      tracks[stream]?.lengthErrors += 1
    }
    open[stream] = nil
  }

  private static func stamp(_ field: ArraySlice<UInt8>) -> Int64 {
    let byte = field.map(Int64.init)
    let top = byte[0] / 2 % 8
    return ((top * 256 + byte[1]) * 128 + byte[2] / 2) * 32_768 + byte[3] * 128 + byte[4] / 2
  }
}

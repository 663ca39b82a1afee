/// Writes transport stream packets, with the counters of one channel.
struct TransportWriter {
  /// Bytes of the open segment.
  private(set) var bytes: [UInt8] = []
  /// The counter of each stream's next packet.
  var counters: StreamState.Counters
  /// The tracks that are written.
  var layout: ProgramLayout
  /// Whether nothing is written, as nobody could read it: the segments are fragments alone.
  var isMute = false
  /// Bytes of pictures in the open segment, written or not.
  private(set) var pictureBytes = 0

  /// A writer that goes on with those counters.
  init(counters: StreamState.Counters, layout: ProgramLayout) {
    self.counters = counters
    self.layout = layout
  }

  /// The bytes written since the last call.
  mutating func takeBytes() -> [UInt8] {
    pictureBytes = 0
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    // The next segment will be about as large.
    bytes.reserveCapacity(min(taken.count, 8 << 20))
    return taken
  }

  /// Writes both tables.
  mutating func writeTables(version: UInt8) {
    guard !isMute else { return }
    counters.association = write(
      table: ProgramTables.association, stream: ProgramTables.Stream.association,
      from: counters.association)
    counters.map = write(
      table: ProgramTables.map(version: version, layout), stream: ProgramTables.Stream.map,
      from: counters.map)
  }

  /// Writes a packet that carries nothing but the clock.
  mutating func writeClock(_ time: Int64) {
    guard !isMute else { return }
    let field = adaptation(clock: time, isKey: false, isBroken: false, stuffing: 176)
    // A packet without payload repeats the counter of the one before it.
    let (stream, next) =
      layout.video == nil
      ? (ProgramTables.Stream.audio, counters[sound: 0])
      : (ProgramTables.Stream.video, counters.video)
    append(
      stream: stream, startsUnit: false, counter: (next + 15) & 15, field: field, payload: [])
  }

  /// Writes a picture with the clock in its first packet.
  mutating func write(_ picture: Picture, clock: Int64, isBroken: Bool) {
    pictureBytes += picture.bytes.count
    guard !isMute else { return }
    var head: [UInt8] = [0, 0, 1, 0xE0]
    // Beyond 64 KB the standard has no length for pictures.
    let length = picture.bytes.count + 13
    head += length <= 0xFFFF ? [UInt8(length >> 8), UInt8(length & 0xFF)] : [0, 0]
    head += [0x84, 0xC0, 10]
    head += Self.stamp(picture.displayTime, mark: 0x31) + Self.stamp(picture.decodeTime, mark: 0x11)
    let field = adaptation(clock: clock, isKey: picture.isKey, isBroken: isBroken, stuffing: 0)
    counters.video = write(
      head, picture.bytes, stream: ProgramTables.Stream.video, field: field, from: counters.video)
  }

  /// Writes a frame of sound of a track.
  mutating func write(_ frame: SoundFrame, at time: Int64, lane: Int) {
    guard !isMute else { return }
    let length = frame.bytes.count + 8
    let head: [UInt8] =
      [0, 0, 1, frame.codec.unitIdentity, UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)]
      + [0x84, 0x80, 5] + Self.stamp(time, mark: 0x21)
    counters[sound: lane] = write(
      head, frame.bytes, stream: ProgramTables.Stream.audio + lane, field: [],
      from: counters[sound: lane])
  }

  /// Writes a table in one packet; returns the counter of the stream's next packet.
  private mutating func write(table: [UInt8], stream: Int, from counter: UInt8) -> UInt8 {
    var payload: [UInt8] = [0] + table
    payload += repeatElement(0xFF, count: 184 - payload.count)
    append(stream: stream, startsUnit: true, counter: counter, field: [], payload: payload[...])
    return (counter + 1) & 15
  }

  /// Writes one unit in packets; the adaptation field goes into the first, stuffing into the last.
  ///
  /// - Returns: The counter of the stream's next packet.
  private mutating func write(
    _ head: [UInt8], _ body: ArraySlice<UInt8>, stream: Int, field: [UInt8], from first: UInt8
  ) -> UInt8 {
    let left = head.count + body.count
    let field = left < 184 - field.count ? Self.stuffed(field, by: 184 - field.count - left) : field
    var rest = body
    append(
      stream: stream, startsUnit: true, counter: first, field: field, head: head[...],
      payload: rest.prefix(184 - field.count - head.count))
    rest = rest.dropFirst(184 - field.count - head.count)
    var counter = (first + 1) & 15
    // Nearly all packets are these: nothing but payload.
    rest.withUnsafeBufferPointer { rest in
      for start in stride(from: 0, to: rest.count - 183, by: 184) {
        append(stream: stream, counter: counter, full: .init(rebasing: rest[start..<start + 184]))
        counter = (counter + 1) & 15
      }
    }
    rest = rest.suffix(rest.count % 184)
    guard !rest.isEmpty else { return counter }
    append(
      stream: stream, startsUnit: false, counter: counter,
      field: Self.stuffed([], by: 184 - rest.count), payload: rest)
    return (counter + 1) & 15
  }

  private mutating func append(
    stream: Int, counter: UInt8, full payload: UnsafeBufferPointer<UInt8>
  ) {
    bytes.append(TransportPacket.sync)
    bytes.append(UInt8(stream >> 8 & 0x1F))
    bytes.append(UInt8(stream & 0xFF))
    bytes.append(0x10 | counter)
    bytes.append(contentsOf: payload)
  }

  private mutating func append(
    stream: Int, startsUnit: Bool, counter: UInt8, field: [UInt8], head: ArraySlice<UInt8> = [],
    payload: ArraySlice<UInt8>
  ) {
    let hasPayload = !head.isEmpty || !payload.isEmpty
    bytes.append(TransportPacket.sync)
    bytes.append((startsUnit ? 0x40 : 0) | UInt8(stream >> 8 & 0x1F))
    bytes.append(UInt8(stream & 0xFF))
    bytes.append((field.isEmpty ? 0 : 0x20) | (hasPayload ? 0x10 : 0) | counter)
    bytes.append(contentsOf: field)
    bytes.append(contentsOf: head)
    bytes.append(contentsOf: payload)
  }

  /// An adaptation field with the clock, as 33 bits of 90 kHz.
  private func adaptation(
    clock: Int64, isKey: Bool, isBroken: Bool, stuffing: Int
  ) -> [UInt8] {
    let base = UInt64(bitPattern: clock) & 0x1_FFFF_FFFF
    let flags: UInt8 = 0x10 | (isKey ? 0x40 : 0) | (isBroken ? 0x80 : 0)
    return [
      UInt8(7 + stuffing), flags, UInt8(base >> 25 & 0xFF), UInt8(base >> 17 & 0xFF),
      UInt8(base >> 9 & 0xFF), UInt8(base >> 1 & 0xFF), UInt8(base & 1) << 7 | 0x7E, 0,
    ] + repeatElement(0xFF, count: stuffing)
  }

  /// An adaptation field that is so many bytes longer.
  private static func stuffed(_ field: [UInt8], by count: Int) -> [UInt8] {
    guard field.isEmpty else {
      return [field[0] + UInt8(count)] + field.dropFirst() + repeatElement(0xFF, count: count)
    }
    return count == 1 ? [0] : [UInt8(count - 1), 0] + repeatElement(0xFF, count: count - 2)
  }

  /// A time stamp of 33 bits with its mark and marker bits.
  private static func stamp(_ time: Int64, mark: UInt8) -> [UInt8] {
    let time = UInt64(bitPattern: time) & 0x1_FFFF_FFFF
    return [
      mark | UInt8(time >> 30 & 7) << 1, UInt8(time >> 22 & 0xFF),
      UInt8(time >> 15 & 0x7F) << 1 | 1,
      UInt8(time >> 7 & 0xFF), UInt8(time & 0x7F) << 1 | 1,
    ]
  }
}

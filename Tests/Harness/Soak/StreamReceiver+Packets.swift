// MARK: - Packets, clock and tables

extension StreamReceiver {
  mutating func look(at packet: UnsafeBufferPointer<UInt8>) {
    packets += 1
    segmentPackets += 1
    let stream = Int(packet[1] & 0x1F) << 8 | Int(packet[2])
    let control = packet[3] >> 4 & 3
    guard packet[0] == 0x47, packet[1] < 0x80, control > 0, packet[3] < 0x40 else {
      return note("no packet", "")
    }
    guard stream != 0x1FFF else { return }
    var payload = 4
    var isKey = false
    var isBroken = false
    if control >= 2 {
      payload = 5 + Int(packet[4])
      guard payload <= (control == 2 ? 188 : 187) else {
        return note("no packet", "adaptation of \(packet[4])")
      }
      if packet[4] > 0 {
        isBroken = packet[5] & 0x80 != 0
        isKey = packet[5] & 0x40 != 0
        if isBroken { discontinuities += 1 }
        if packet[5] & 0x10 != 0 { lookAtClock(packet, stream, isBroken) }
      }
    }
    count(packet[3] & 15, on: stream, hasPayload: control != 2, isBroken)
    lookAtOrder(stream)
    guard control != 2 else { return }
    let starts = packet[1] & 0x40 != 0
    let bytes = UnsafeBufferPointer(rebasing: packet[payload...])
    if stream == 0 || stream == mapStream {
      if starts { lookAtTable(Array(bytes), stream) }
    } else if tracks[stream] != nil {
      lookAtUnit(bytes, stream, starts: starts, isKey: isKey)
    }
  }

  private mutating func count(
    _ counter: UInt8, on stream: Int, hasPayload: Bool, _ isBroken: Bool
  ) {
    let last = counters.updateValue(counter, forKey: stream)
    guard let last, !isBroken else { return }
    let expected = hasPayload ? (last + 1) & 15 : last
    if counter != expected {
      note("continuity", "stream \(stream): \(counter) for \(expected)")
    }
  }

  private mutating func lookAtOrder(_ stream: Int) {
    guard isSegmentStart, segmentPackets <= 2 else { return }
    let (number, wanted) = (segmentPackets, segmentPackets == 1 ? 0 : mapStream ?? -1)
    if stream != wanted {
      note("segment start", "packet \(number) is of stream \(stream)")
    }
  }

  private mutating func lookAtClock(
    _ packet: UnsafeBufferPointer<UInt8>, _ stream: Int, _ isBroken: Bool
  ) {
    guard packet[4] >= 7 else { return note("no packet", "short clock") }
    if let clockStream, clockStream != stream {
      note("clock stream", "\(stream) for \(clockStream)")
    }
    var base: Int64 = 0
    for index in 6...9 { base = base << 8 | Int64(packet[index]) }
    base = base << 1 | Int64(packet[10] >> 7)
    let now = nearest(base, to: clock ?? anchor)
    defer { clock = now }
    guard let clock, !isBroken else {
      forgetTimes()
      return
    }
    let gap = now - clock
    if now / StationClock.wrap != clock / StationClock.wrap { wraps += 1 }
    if gap < 0 { note("clock goes back", "by \(-gap) ticks") }
    if gap > 3600 { note("clock gap over 40 ms", "\(gap) ticks") }
    largestClockGap = max(largestClockGap, gap)
  }

  private mutating func lookAtTable(_ payload: [UInt8], _ stream: Int) {
    let table = Array(payload.dropFirst(1 + Int(payload[0])))
    let length = table.count < 3 ? 0 : 3 + Int(table[1] & 15) << 8 + Int(table[2])
    guard length >= 16, length <= table.count, Self.checksum(table[..<length]) == 0 else {
      return note("damaged table", "on stream \(stream)")
    }
    if let clock {
      let gap = clock - (lastTables[stream] ?? clock)
      if gap > 9000 { note("table gap over 100 ms", "\(gap) ticks on \(stream)") }
      lastTables[stream] = clock
    }
    guard stream != 0 else {
      mapStream = Int(table[10] & 31) << 8 | Int(table[11])
      return
    }
    let version = table[5] >> 1 & 31
    let body = Array(table[8..<(length - 4)])
    let differs = body != mapBody
    if let mapVersion, (version != mapVersion) != differs {
      note(
        "program map",
        "version \(mapVersion) to \(version), body differs: "
          + "\(differs)")
    }
    if let mapVersion, mapVersion != version { mapChanges += 1 }
    guard version != mapVersion || body != mapBody else { return }
    (mapVersion, mapBody) = (version, body)
    readMap(table, length)
  }

  private mutating func readMap(_ table: [UInt8], _ length: Int) {
    clockStream = Int(table[8] & 31) << 8 | Int(table[9])
    var at = 12 + Int(table[10] & 15) << 8 + Int(table[11])
    while at + 5 <= length - 4 {
      let stream = Int(table[at + 1] & 31) << 8 | Int(table[at + 2])
      if tracks[stream]?.kind != table[at] { tracks[stream] = Track(kind: table[at]) }
      at += 5 + Int(table[at + 3] & 15) << 8 + Int(table[at + 4])
    }
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reversed().reduce(sum) { sum, bit in
        let carry = sum >> 31 ^ UInt32(byte >> UInt8(bit) & 1)
        return sum << 1 ^ (carry == 1 ? 0x04C1_1DB7 : 0)
      }
    }
  }
}

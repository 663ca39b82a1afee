// MARK: - Clock, tables, segments

extension StreamAssembly {
  /// Writes clocks until the next unit is no further off than the interval.
  mutating func writeClocks(before decodeTime: Int64) {
    while let last = state.clock?.ticks, decodeTime - last > Self.clockInterval {
      writeTablesIfDue()
      let next = last + Self.clockInterval
      writer.writeClock(next - Self.clockLead)
      state.clock = StreamTime(ticks: next)
    }
  }

  mutating func writeTablesIfDue() {
    guard let clock = state.clock?.ticks, clock - (lastTables ?? .min / 2) >= Self.tableInterval
    else { return }
    writeTables()
  }

  private mutating func writeTables() {
    writer.writeTables(version: state.mapVersion)
    lastTables = state.clock?.ticks
  }

  mutating func begin(at start: Int64, startsWithKeyFrame: Bool) {
    if isBroken { state.discontinuities += 1 }
    open = OpenSegment(
      start: start, startsWithKeyFrame: startsWithKeyFrame, isDiscontinuous: isBroken)
    steps?.append(
      .begin(start, startsWithKeyFrame: startsWithKeyFrame, isBroken: isBroken))
    writeTables()
    units = units.map { _ in freshUnits }
    for lane in lanes.indices {
      lanes[lane].writer?.writeTables(version: state.mapVersion)
      lanes[lane].lastClock = nil
    }
  }

  mutating func close(at end: Int64) {
    guard let open else { return }
    steps?.append(.end(end))
    let listed = ListedSegment(
      sequence: state.sequence, start: StreamTime(ticks: open.start),
      duration: max(1, end - open.start), isDiscontinuous: open.isDiscontinuous,
      discontinuities: state.discontinuities)
    var segment = Segment(
      listed: listed, startsWithKeyFrame: open.startsWithKeyFrame, bytes: writer.takeBytes())
    segment.listed.hasTransportStream = !segment.bytes.isEmpty
    for lane in lanes.indices {
      guard let bytes = lanes[lane].writer?.takeBytes() else { continue }
      segment.parts.append(SegmentPart(suffix: "a\(lane).ts", bytes: bytes))
    }
    state.sequence += 1
    cutter.made += 1
    self.open = nil
    border = current
    border.position = listed.end
    segments.append(Finished(segment: segment, state: border, units: units ?? []))
  }

  /// Notes a frame of sound for the fragments.
  mutating func note(_ frame: SoundFrame, at place: Int64, _ lane: Int) {
    guard units != nil else { return }
    var frame = frame
    frame.time = place
    units?[lane].sounds.append(frame)
  }

  /// Nothing yet of each rendition, coded as the layout says.
  var freshUnits: [SegmentUnits] {
    lanes.indices.map { lane in
      let sound = lane < state.layout.sounds.count ? state.layout.sounds[lane].codec : .aac
      return SegmentUnits(
        rendition: lane == 0 ? SegmentUnits.main : "a\(lane)",
        picture: lane == 0 ? state.layout.video : nil, sound: sound)
    }
  }
}

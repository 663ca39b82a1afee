// MARK: - Units: pictures and sound with their times

extension StreamReceiver {
  private static let pictureKind: UInt8 = 0x1B
  private static let soundKind: UInt8 = 0x0F
  /// Sampling rates by the index that a header of AAC gives.
  private static let rates: [Int64] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
  ]

  mutating func lookAtUnit(
    _ bytes: UnsafeBufferPointer<UInt8>, _ stream: Int, starts: Bool, isKey: Bool
  ) {
    guard var track = tracks.removeValue(forKey: stream) else { return }
    defer { tracks[stream] = track }
    if starts {
      end(&track, stream)
      start(&track, bytes, stream, isKey: isKey)
    } else if track.kind == Self.soundKind, track.sound.count < 1 << 16 {
      track.sound += bytes
    }
    track.bytes += bytes.count
  }

  private mutating func end(_ track: inout Track, _ stream: Int) {
    if track.expectedBytes > 0, track.expectedBytes != track.bytes {
      note(
        "unit of wrong length", "\(track.bytes) for \(track.expectedBytes) on \(stream)")
    }
    if track.kind == Self.soundKind, !track.sound.isEmpty {
      track.soundTicks = Self.ticks(ofSound: track.sound)
      if track.soundTicks == nil { note("sound that is none", "on \(stream)") }
    }
    track.sound = []
    track.bytes = 0
    track.expectedBytes = 0
  }

  private mutating func start(
    _ track: inout Track, _ bytes: UnsafeBufferPointer<UInt8>, _ stream: Int, isKey: Bool
  ) {
    guard bytes.count >= 14, bytes[0] == 0, bytes[1] == 0, bytes[2] == 1, bytes[7] & 0x80 != 0
    else { return note("unit without a time", "on \(stream)") }
    let length = Int(bytes[4]) << 8 | Int(bytes[5])
    track.expectedBytes = length == 0 ? 0 : length + 6
    let hasDecode = bytes[7] & 0x40 != 0 && bytes.count >= 19
    let reference = track.lastDecode ?? clock ?? anchor
    let shown = nearest(Self.stamp(bytes, 9), to: reference)
    let decode = hasDecode ? nearest(Self.stamp(bytes, 14), to: reference) : shown
    if track.kind == Self.soundKind { track.sound = Array(bytes[(9 + Int(bytes[8]))...]) }
    if decode > shown { note("shown before decoded", "\(decode - shown) ticks") }
    if let last = track.lastDecode, decode <= last {
      note("decode order", "\(last - decode) ticks back on \(stream)")
    }
    track.lastDecode = decode
    if let clock { lead(shown - clock, stream) }
    if track.kind == Self.pictureKind {
      if firstPicture == nil, isSegmentStart, !isKey { note("segment start", "no key frame") }
      firstPicture = min(firstPicture ?? shown, shown)
      track.pending.append(shown)
      settlePictures(&track, before: decode)
    } else {
      settleSound(&track, shown)
    }
  }

  private mutating func lead(_ lead: Int64, _ stream: Int) {
    leads = (min(leads.least, lead), max(leads.most, lead))
    if lead <= 0 { note("unit behind the clock", "\(lead) ticks on \(stream)") }
    if lead > 90_000 {
      note("unit over 1 s ahead of the clock", "\(lead) ticks on \(stream)")
    }
  }

  /// Pictures shown before a decode time are known in full: none can come before them.
  private mutating func settlePictures(_ track: inout Track, before decode: Int64) {
    let settled = track.pending.filter { $0 < decode }.sorted()
    guard !settled.isEmpty else { return }
    track.pending.removeAll { $0 < decode }
    for shown in settled {
      if let last = track.lastShown {
        if shown <= last { note("picture shown twice", "\(shown - last) ticks") }
        pictureSteps.append(Step(at: shown, ticks: shown - last, excess: nil))
      }
      track.lastShown = shown
    }
  }

  private mutating func settleSound(_ track: inout Track, _ shown: Int64) {
    if let last = track.lastShown {
      let step = shown - last
      soundSteps.append(
        Step(at: shown, ticks: step, excess: track.soundTicks.map { step - $0 }))
    }
    track.lastShown = shown
  }

  /// How long AAC frames with their headers play; nil for anything else.
  private static func ticks(ofSound bytes: [UInt8]) -> Int64? {
    var at = 0
    var ticks: Int64 = 0
    while at + 7 <= bytes.count {
      guard bytes[at] == 0xFF, bytes[at + 1] & 0xF0 == 0xF0 else { return nil }
      let index = Int(bytes[at + 2] >> 2 & 15)
      let length =
        Int(bytes[at + 3] & 3) << 11 | Int(bytes[at + 4]) << 3 | Int(bytes[at + 5] >> 5)
      guard rates.indices.contains(index), length >= 7 else { return nil }
      ticks += Int64(bytes[at + 6] & 3 + 1) * 1024 * 90_000 / rates[index]
      at += length
    }
    return at == bytes.count ? ticks : nil
  }

  private static func stamp(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int64 {
    let top = Int64(bytes[at] >> 1 & 7) << 30
    let middle = Int64(bytes[at + 1]) << 22 | Int64(bytes[at + 2] >> 1) << 15
    return top | middle | Int64(bytes[at + 3]) << 7 | Int64(bytes[at + 4] >> 1)
  }
}

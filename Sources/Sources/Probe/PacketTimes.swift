import Library

/// When the packets of one stream come and which of them are key frames.
struct PacketTimes {
  struct Packet {
    var time: Double
    var isKey: Bool
  }

  /// In order of time, each once, though parts of the file may overlap.
  let packets: [Packet]

  /// Reads ffprobe's lines `pts,dts,flags`; lines that are none are left out.
  init(lines: [UInt8]) {
    let parsed = lines.split(separator: UInt8(ascii: "\n")).compactMap(Self.packet)
    packets = parsed.sorted { $0.time < $1.time }
  }

  private static func packet(_ line: ArraySlice<UInt8>) -> Packet? {
    let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard fields.count >= 3 else { return nil }
    // AVI knows no presentation times.
    guard let time = seconds(fields[0]) ?? seconds(fields[1]) else { return nil }
    return Packet(time: time, isKey: fields[2].first == UInt8(ascii: "K"))
  }

  private static func seconds(_ field: ArraySlice<UInt8>) -> Double? {
    Double(String(decoding: field, as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The time from the first packet to the end of the last.
  var length: Span? {
    guard let first = packets.first, let last = packets.last, packets.count > 1 else { return nil }
    let frame = (last.time - first.time) / Double(packets.count - 1)
    return Span(seconds: last.time - first.time + frame)
  }

  /// The longest time between two key frames; nil when there is none at all.
  ///
  /// Where only parts of the file were looked at, a part begins where packets
  /// leave a hole. The groups that a part cuts off count as far as they were
  /// seen: they are at least that long.
  func longestKeyFrameGap(inParts: Bool) -> Span? {
    guard let first = packets.first, packets.contains(where: \.isKey) else { return nil }
    var longest = 0.0
    var groupStart = first.time
    var previous = first.time
    for packet in packets {
      let isNewPart = inParts && packet.time - previous > Self.hole
      if isNewPart {
        longest = max(longest, previous - groupStart)
        groupStart = packet.time
      } else if packet.isKey {
        longest = max(longest, packet.time - groupStart)
        groupStart = packet.time
      }
      previous = packet.time
    }
    return Span(seconds: max(longest, previous - groupStart))
  }

  /// Seconds without a picture that no moving picture leaves.
  private static let hole = 5.0
}

/// Cuts the part out of a run's transport stream that can be played over and over.
///
/// ```swift
/// let loop = LoopCut(from: 900_000, ticks: 720_000).cut(bytes)
/// ```
public struct LoopCut: Sendable {
  private let start: Int64
  private let end: Int64

  /// The part of so many ticks from a time stamp of the source on; it must begin with a key frame.
  public init(from start: Int64, ticks: Int64) {
    self.start = start
    end = start + ticks
  }

  /// The packets of all units that are shown or heard within the part, and the tables.
  ///
  /// - Parameter bytes: A whole transport stream whose units do not overlap in their streams.
  /// - Returns: A transport stream with the same time stamps; nil when the
  ///   part has no picture at its start or none at its end.
  public func cut(_ bytes: [UInt8]) -> [UInt8]? {
    var loop: [UInt8] = []
    var wanted: Set<Int> = []
    var reader = TransportReader()
    let units = bytes.withUnsafeBytes { reader.read($0) } + reader.finish()
    let pictures = units.filter { $0.isPicture && $0.number == 0 }
    let times = pictures.compactMap(\.displayTime).filter(holds)
    guard let first = times.min(), let last = times.max(), first < start + Self.slack,
      last > end - StreamTime.ticksPerSecond
    else { return nil }
    let span = bytes.span
    for at in stride(from: 0, through: bytes.count - TransportPacket.size, by: TransportPacket.size)
    {
      let range = at..<(at + TransportPacket.size)
      guard let packet = TransportPacket(span.extracting(range)) else { continue }
      if packet.startsUnit {
        let unit = bytes[range][(at + packet.payload.lowerBound)...]
        if belongs(unit) { wanted.insert(packet.stream) } else { wanted.remove(packet.stream) }
      }
      if wanted.contains(packet.stream) { loop += bytes[range] }
    }
    return loop
  }

  /// Rounding of a time stamp, at most.
  private static let slack: Int64 = 90

  private func holds(_ time: Int64) -> Bool {
    (start - Self.slack..<end - Self.slack).contains(time)
  }

  /// Whether what starts here is a table, or a unit of the part.
  private func belongs(_ bytes: ArraySlice<UInt8>) -> Bool {
    let unit = ElementaryUnit(
      Array(bytes), .h264, number: 0, isKey: false, isDamaged: false, followsLoss: false)
    guard !unit.isDamaged else { return true }
    return unit.displayTime.map(holds) ?? false
  }
}

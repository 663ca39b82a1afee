/// Reads the transport stream of one ffmpeg run, in whatever portions it comes.
///
/// Only the first H.264 and the first AAC stream are read. Bytes that are no
/// packets are skipped and counted; nothing that can come makes it fail.
struct TransportReader {
  /// Bytes that were skipped because they are no packets.
  private(set) var strayBytes = 0
  private var rest: [UInt8] = []
  private var isSynchronous = true
  private var mapStream: Int?
  private var videoStream: Int?
  private var audioStream: Int?
  private var video = UnitAssembly(isPicture: true)
  private var audio = UnitAssembly(isPicture: false)

  /// Takes the next bytes and returns the units that are complete with them.
  mutating func read(_ bytes: UnsafeRawBufferPointer) -> [ElementaryUnit] {
    var waiting: [UInt8] = []
    swap(&waiting, &rest)
    waiting.append(contentsOf: bytes)
    var units: [ElementaryUnit] = []
    let span = waiting.span
    var at = 0
    while at + TransportPacket.size <= span.count {
      guard let isPacket = startsPacket(span, at) else { break }
      guard isPacket else {
        loseSync()
        strayBytes += 1
        at += 1
        continue
      }
      isSynchronous = true
      units += read(packet: span.extracting(at..<(at + TransportPacket.size)))
      at += TransportPacket.size
    }
    rest = Array(waiting[at...])
    return units
  }

  /// The units still open, after the last byte of a run that ended well.
  mutating func finish() -> [ElementaryUnit] {
    [video.finish(), audio.finish()].compactMap { $0 }
  }

  /// Whether a packet starts here; nil when the byte that would tell has not come yet.
  ///
  /// Out of step a lone sync byte proves nothing: the next packet must follow.
  private func startsPacket(_ span: Span<UInt8>, _ at: Int) -> Bool? {
    guard span[at] == TransportPacket.sync else { return false }
    if isSynchronous { return true }
    guard at + TransportPacket.size < span.count else { return nil }
    return span[at + TransportPacket.size] == TransportPacket.sync
  }

  private mutating func loseSync() {
    guard isSynchronous else { return }
    isSynchronous = false
    video.noteLoss()
    audio.noteLoss()
  }

  private mutating func read(packet bytes: Span<UInt8>) -> [ElementaryUnit] {
    guard let packet = TransportPacket(bytes) else { return [] }
    let payload = bytes.extracting(packet.payload)
    switch packet.stream {
    case ProgramTables.Stream.association:
      if packet.startsUnit, let stream = ProgramTables.mapStream(in: payload) { mapStream = stream }
    case mapStream:
      guard packet.startsUnit, let streams = ProgramTables.streams(in: payload) else { return [] }
      videoStream = streams.video
      audioStream = streams.audio
    case videoStream:
      return video.take(packet, payload)
    case audioStream:
      return audio.take(packet, payload)
    default:
      break
    }
    return []
  }
}

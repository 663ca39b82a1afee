/// Reads the transport stream of one ffmpeg run, in whatever portions it comes.
///
/// Bytes that are no packets are skipped and counted; nothing that can come
/// makes it fail.
struct TransportReader {
  /// The tracks that the run brings.
  struct Tracks: Hashable {
    /// How the pictures are coded, the main ones first; further ones are the same in other sizes.
    var pictures: [StreamCodec] = []
    /// The sound by the number of the channel's track that it is for, the main one at 0.
    var sounds: [Int: ProgramLayout.Sound] = [:]
  }

  private struct Track {
    var stream: Int
    var assembly: UnitAssembly
  }

  /// Bytes that were skipped because they are no packets.
  private(set) var strayBytes = 0
  /// What the run's map names; empty before it came.
  private(set) var tracks = Tracks()
  private var rest: [UInt8] = []
  private var isSynchronous = true
  private var mapStream: Int?
  private var sources: [ProgramTables.Source] = []
  private var open: [Track] = []

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
      read(packet: span.extracting(at..<(at + TransportPacket.size)), into: &units)
      at += TransportPacket.size
    }
    rest = Array(waiting[at...])
    return units
  }

  /// The units still open, after the last byte of a run that ended well.
  mutating func finish() -> [ElementaryUnit] {
    open.indices.compactMap { open[$0].assembly.finish() }
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
    for index in open.indices { open[index].assembly.noteLoss() }
  }

  private mutating func read(packet bytes: Span<UInt8>, into units: inout [ElementaryUnit]) {
    guard let packet = TransportPacket(bytes) else { return }
    let payload = bytes.extracting(packet.payload)
    switch packet.stream {
    case ProgramTables.Stream.association:
      if packet.startsUnit, let stream = ProgramTables.mapStream(in: payload) { mapStream = stream }
    case mapStream:
      guard packet.startsUnit, let sources = ProgramTables.sources(in: payload) else { return }
      if sources != self.sources { take(sources) }
    case let stream:
      for index in open.indices where open[index].stream == stream {
        units += open[index].assembly.take(packet, payload)
      }
    }
  }

  /// Opens the tracks of a map; those that were open stay so.
  private mutating func take(_ sources: [ProgramTables.Source]) {
    self.sources = sources
    var tracks = Tracks()
    var open: [Track] = []
    for source in sources {
      let number: Int
      if source.codec.isPicture {
        number = tracks.pictures.count
        tracks.pictures.append(source.codec)
      } else {
        let named = source.stream - ProgramTables.Stream.sourceAudio
        number = (0..<16).contains(named) ? named : 0
        guard tracks.sounds[number] == nil else { continue }
        tracks.sounds[number] = ProgramLayout.Sound(codec: source.codec, channels: source.channels)
      }
      open.append(
        self.open.first { $0.stream == source.stream && $0.assembly.codec == source.codec }
          ?? Track(
            stream: source.stream,
            assembly: UnitAssembly(source.codec, number: number, channels: source.channels)))
    }
    self.tracks = tracks
    self.open = open
  }
}

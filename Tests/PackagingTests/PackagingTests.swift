import Packaging
import Testing

/// The suites of this module; those that run ffmpeg follow one another.
@Suite("Packaging", .serialized, .timeLimit(.minutes(3)))
enum PackagingTests {}

/// A channel's stream as tests drive it.
struct Channel {
  var stream: ChannelStream
  var segments: [Segment] = []

  init(
    resuming state: StreamState = StreamState(), sounds: [String?] = [nil], pictures: Int = 0,
    omitsPictures: Bool = false, makesFragments: Bool = false, first: [Int64] = [],
    regular: Double = 2, target: Int = 4
  ) {
    let shape = SegmentShape(first: first, regular: Int64(regular * 90_000), target: target)
    var renditions = StreamRenditions()
    renditions.sounds = sounds
    renditions.pictures = pictures
    renditions.omitsPictures = omitsPictures
    renditions.makesFragments = makesFragments
    stream = ChannelStream(resuming: state, shape: shape, renditions: renditions)
  }

  /// Plays one item and returns its end.
  @discardableResult
  mutating func play(
    _ bytes: [UInt8], _ join: Join, until out: StreamTime? = nil, complete: Bool = true,
    portion: Int = 10_007
  ) -> ItemEnd {
    stream.begin(join, until: out)
    for start in stride(from: 0, to: bytes.count, by: portion) {
      bytes[start..<min(start + portion, bytes.count)].withUnsafeBytes { stream.push($0) }
      segments += stream.takeSegments()
    }
    let end = stream.endItem(complete: complete)
    segments += stream.takeSegments()
    return end
  }

  /// Ends the channel.
  mutating func end() {
    stream.flush()
    segments += stream.takeSegments()
  }

  /// The endless stream.
  var bytes: [UInt8] { segments.flatMap(\.bytes) }
}

/// Some evening in 2026, not at a round tick.
let evening = StreamTime(milliseconds: 1_790_000_000_123)

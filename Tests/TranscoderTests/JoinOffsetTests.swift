import Foundation
import Harness
import Library
import Packaging
import Pipeline
import TestSupport
import Testing

@testable import Transcoder

/// Picture and sound of clips that are put together as a channel does it, decoded again.
@Suite("Picture and sound at a join", .serialized, .timeLimit(.minutes(2)))
struct JoinOffsetTests {
  /// Whether a clip's picture and sound are copied, and how late its picture starts in its file.
  private struct Piece {
    var title: String
    var decision: CopyDecision
    var demuxer: String
    var start: Span = .zero
  }

  private static let copied = CopyDecision(video: .copy, audio: .copy)
  private static let encoded = CopyDecision(video: .encode, audio: .encode)
  private static let mixed = CopyDecision(video: .encode, audio: .copy)
  private static let late = Span.milliseconds(21)

  private static let pieces = [
    Piece(title: "Red Alpha", decision: copied, demuxer: "mov"),
    Piece(title: "Green Bravo", decision: encoded, demuxer: "matroska", start: late),
    Piece(title: "Blue Charlie", decision: encoded, demuxer: "avi"),
    Piece(title: "Yellow Kilo", decision: copied, demuxer: "mov"),
    Piece(title: "White Delta", decision: mixed, demuxer: "mov"),
    Piece(title: "Blue India", decision: copied, demuxer: "matroska", start: late),
    Piece(title: "Yellow Echo", decision: encoded, demuxer: "mov"),
    Piece(title: "Magenta Foxtrot", decision: encoded, demuxer: "mpegts"),
    Piece(
      title: "Red Golf", decision: CopyDecision(video: .copy, audio: .silence), demuxer: "mov"),
    Piece(title: "Green Hotel", decision: encoded, demuxer: "mov"),
    Piece(title: "Magenta Lima", decision: copied, demuxer: "mov"),
    Piece(title: "Blue India", decision: mixed, demuxer: "matroska", start: late),
    Piece(title: "White Juliet", decision: encoded, demuxer: "mov"),
    Piece(title: "Green Bravo", decision: copied, demuxer: "matroska", start: late),
    Piece(title: "Magenta Lima", decision: encoded, demuxer: "mov"),
    Piece(title: "Yellow Kilo", decision: encoded, demuxer: "mov"),
  ]

  @Test("the sound of every item begins with its picture, copied and encoded in turn")
  func offsets() throws {
    let clips = try SoakClip.folder()
    var stream = ChannelStream(
      resuming: StreamState(), shape: SegmentShape(first: [], regular: 180_000, target: 4))
    var joins: [StreamTime] = []
    var next = StreamTime(milliseconds: 1_790_000_000_123)
    for (index, piece) in Self.pieces.enumerated() {
      // Lengths that are no whole frames of sound, so that every join lies elsewhere between them.
      let end = play(
        try bytes(of: piece, frames: 42 + index % 5, in: clips), at: next,
        frames: 42 + index % 5, &stream)
      joins.append(next)
      #expect(end.start == next)
      next = end.next
    }
    stream.flush()
    let made = stream.takeSegments().flatMap(\.bytes)
    let report = TransportStreamChecker(made)
    #expect(report.complaints == [])
    #expect(report.audio?.largestStep == 1920)
    #expect(report.audio?.smallestStep == 1920)
    let offsets = try measure(made, joins)
    #expect(offsets.count == 14)
    // Half a frame of sound, the soft beginning of what is encoded, and a step of the measuring.
    #expect(offsets.allSatisfy { (-12...16).contains($0.milliseconds) }, "\(offsets)")
  }

  private func bytes(of piece: Piece, frames: Int, in clips: URL) throws -> [UInt8] {
    let clip = try #require(SoakClip.titled(piece.title))
    let sound = AudioStream(index: 1, codec: "aac", channels: 2, sampleRate: 48_000)
    let request = RunRequest(
      path: clips.appending(path: clip.file).path,
      probe: MediaProbe(
        container: piece.demuxer, duration: .seconds(5),
        video: VideoStream(
          index: 0, codec: "h264", width: 640, height: 360, startTime: piece.start),
        audio: clip.tone == nil ? [] : [sound]),
      frames: frames, decision: piece.decision, profile: Samples.profile)
    return try Self.run(arguments(for: request))
  }

  private func play(
    _ bytes: [UInt8], at time: StreamTime, frames: Int, _ stream: inout ChannelStream
  ) -> ItemEnd {
    stream.begin(.at(time), until: time + Int64(frames) * 3000)
    bytes.withUnsafeBytes { stream.push($0) }
    return stream.endItem(complete: true)
  }

  private static func run(_ arguments: [String]) throws -> [UInt8] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["timeout", "60", "ffmpeg"] + arguments
    process.standardOutput = pipe
    try process.run()
    let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return bytes
  }

  /// How much later than its picture the tone of each item begins, but for the first one's.
  private func measure(
    _ bytes: [UInt8], _ joins: [StreamTime]
  ) throws -> [(title: String, milliseconds: Double)] {
    let gauge = try PictureGauge()
    gauge.take(bytes)
    gauge.finish()
    #expect(gauge.takeComplaints() == [])
    return try joins.indices.dropFirst().compactMap { index in
      let old = try #require(SoakClip.titled(Self.pieces[index - 1].title))
      let new = try #require(SoakClip.titled(Self.pieces[index].title))
      let change = gauge.change(from: old.tone, to: new.tone, around: joins[index].ticks)
      guard case .at(let milliseconds) = change else {
        throw Failure("\(new.title): \(change)")
      }
      return new.tone == nil ? nil : (new.title, milliseconds - new.lag)
    }
  }
}

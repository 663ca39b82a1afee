import Foundation
import Library
import Pipeline
import Playout
import Testing

@Suite("The demo clips", .timeLimit(.minutes(1)))
struct DemoClipTests {
  @Test("each is made without a font, in the shape that is copied", arguments: DemoClip.all)
  func made(clip: DemoClip) async throws {
    let folder = try TestFolder()
    let path = folder.path + "/" + clip.fileName
    // Two seconds tell as much as thirty.
    var vector = clip.arguments(to: path)
    let length = try #require(vector.firstIndex(of: "-t"))
    vector[length + 1] = "2.1"
    let result = try await runFFmpeg(vector)
    #expect(result.status == 0)
    #expect(result.errors == "")
    let stream = try await TransportStream(
      of: Data(contentsOf: URL(fileURLWithPath: path)), in: folder.path)
    #expect(stream.width == 1280)
    #expect(stream.height == 720)
    #expect(stream.pixelFormat == "yuv420p")
    #expect(stream.pictures.count == 63)
    #expect(stream.pictures.filter(\.isKey).map(\.time) == [0, 2])
    #expect(stream.soundCodec == "aac")
    #expect(stream.channels == 2)
    #expect(stream.sampleRate == "48000")
  }

  @Test("they differ in name, digit, colour, tone and length")
  func distinct() {
    #expect(DemoClip.all.count == 3)
    #expect(Set(DemoClip.all.map(\.fileName)).count == 3)
    #expect(Set(DemoClip.all.map(\.color)).count == 3)
    #expect(Set(DemoClip.all.map(\.tone)).count == 3)
    #expect(DemoClip.all.map(\.seconds).allSatisfy { (20...40).contains($0) })
  }
}

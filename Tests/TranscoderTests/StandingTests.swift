import ChildProcess
import Library
import Packaging
import Pipeline
import Testing

@testable import Transcoder

@Suite("Where an item stands on the ladder")
struct StandingTests {
  /// Those of a file that is copied: no card has anything to do with it.
  private let all = Rung.allCases.filter { $0 != .software && $0 != .uploaded }
  private let here = StreamTime(milliseconds: 1_000_000)

  private func failure(_ kind: RunFailure.Kind) -> RunFailure { RunFailure(kind: kind, why: "so") }

  private func steps(_ kinds: [RunFailure.Kind], frames: Int = 0) -> [Standing.Step] {
    var standing = Standing()
    return kinds.map { standing.fall(failure($0), frames: frames, at: here, rungs: all) }
  }

  @Test("a file's fault leads down to the screen")
  func faults() {
    #expect(
      steps(Array(repeating: .told(.invalidData), count: 4)) == [
        .rung(.encode), .rung(.afresh), .rung(.silent), .screen,
      ])
  }

  @Test("who is killed starts again twice, then it may be the file after all")
  func kills() {
    #expect(
      steps(Array(repeating: .told(.killed), count: 3)) == [.again, .again, .rung(.encode)])
    #expect(steps([.told(.crashed)]) == [.rung(.encode)])
  }

  @Test("a file that is away pauses longer and longer, and never falls")
  func away() {
    var standing = Standing()
    let gone = failure(.told(.noSuchFile))
    let pauses = (0..<8).map { _ in standing.fall(gone, frames: 0, at: here, rungs: all) }
    #expect(Array(pauses.prefix(4)) == [5, 10, 20, 40].map { Standing.Step.pause(.seconds($0)) })
    #expect(pauses.suffix(4).allSatisfy { $0 == .pause(.seconds(60)) })
    #expect(standing.rung == .planned)
    #expect(standing.obstacle?.until == StreamTime(milliseconds: 1_060_000))
  }

  @Test("a song whose cover is gone is played without it at once, not when the cover is back")
  func coverIsGone() {
    let artwork = Artwork.beside(path: "/music/cover.jpg")
    let gone = failure(.told(.noSuchFile))
    let ofCover = gone.ofArtwork(
      artwork, complaints: ["file:/music/cover.jpg: No such file or directory"])
    let ofSong = gone.ofArtwork(
      artwork, complaints: ["file:/music/song.mp3: No such file or directory"])
    #expect(ofSong == gone)
    var standing = Standing()
    #expect(
      standing.fall(ofCover, frames: 0, at: here, rungs: [.planned, .afresh]) == .rung(.afresh))
  }

  @Test("a disk that does not answer is in the end tried in other ways, and never given up")
  func silent() {
    var standing = Standing()
    let silence = failure(.noPicture)
    for _ in 0..<12 { _ = standing.fall(silence, frames: 0, at: here, rungs: all) }
    #expect(standing.rung == .silent)
    #expect(standing.obstacle?.until != nil)
    #expect(!standing.isFilesFault)
  }

  @Test("a file that was shown to its end is not opened again and again")
  func short() {
    var standing = Standing()
    let early = failure(.endedEarly)
    #expect(standing.fall(early, frames: 60, at: here, rungs: all) == .rung(.encode))
    #expect(standing.fall(early, frames: 0, at: here, rungs: all) == .screen)
  }

  @Test("what an end tells")
  func causes() {
    func word(_ status: ChildStatus, _ lines: [String] = [], frames: Int = 0) -> String {
      RunFailure(
        ChildEnd(status: status), complaints: lines, frames: frames, missing: .seconds(2)
      ).word
    }
    #expect(word(.exited(0), frames: 5) == "endedEarly")
    #expect(word(.exited(0)) == "endedEarly")
    #expect(word(.exited(0), ["[matroska] File ended prematurely"], frames: 5) == "truncated")
    #expect(word(.exited(1), ["a.mp4: No such file or directory"]) == "noSuchFile")
    #expect(word(.exited(1), ["a.mp4: Stale file handle"]) == "sourceAway")
    #expect(word(.signaled(9), ["Error while decoding"]) == "killed")
    #expect(word(.signaled(11)) == "crashed")
    #expect(word(.failedToStart("no memory")) == "notStarted")
    #expect(word(.exited(1)) == "unknown")
  }
}

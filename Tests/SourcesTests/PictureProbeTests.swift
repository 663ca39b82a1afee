import Foundation
import TestSupport
import Testing

@testable import Sources

@Suite("Looking at pictures")
struct PictureProbeTests {
  private let folder: ScratchFolder
  private let probe = PictureProbe(ffprobe: "/usr/bin/ffprobe")

  init() throws { folder = try ScratchFolder() }

  private func make(_ name: String, _ words: [String]) throws -> String {
    let path = folder.file(name)
    try run("/usr/bin/ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i"] + words + [path])
    return path
  }

  @Test("size and frames are told for each kind of file")
  func kinds() throws {
    let still = "color=red:s=40x20:r=5:d=1"
    for name in ["a.png", "a.jpg", "a.webp"] {
      let facts = try probe.look(at: make(name, [still, "-frames:v", "1"])).get()
      #expect(facts.width == 40 && facts.height == 20 && facts.frames == 1, "\(name)")
    }
    #expect(try probe.look(at: make("a.gif", ["testsrc2=s=40x20:r=5:d=1"])).get().frames == 5)
    let moving = try make("b.png", ["testsrc2=s=40x20:r=5:d=1", "-f", "apng"])
    #expect(try probe.look(at: moving).get().frames == 5)
  }

  @Test("what is damaged, or only called a picture, is refused without its path")
  func refuses() throws {
    let whole = try Data(
      contentsOf: URL(
        fileURLWithPath: make("a.png", ["testsrc2=s=200x200:d=1", "-frames:v", "1"])))
    let bad: [(String, Data)] = [
      ("empty.png", Data()), ("signature.png", whole.prefix(8)), ("words.png", Data("hello".utf8)),
      ("list.png", Data("#EXTM3U\n#EXTINF:1,\n/etc/passwd\n".utf8)),
      ("drawing.png", Data("<svg xmlns='http://www.w3.org/2000/svg'></svg>".utf8)),
    ]
    for (name, bytes) in bad {
      let path = folder.file(name)
      try bytes.write(to: URL(fileURLWithPath: path))
      guard case .failure(let fault) = probe.look(at: path) else {
        Issue.record("\(name) was taken")
        continue
      }
      #expect(!fault.detail.contains(path), "\(fault.detail)")
    }
    guard case .failure = PictureProbe(ffprobe: "/nowhere/ffprobe").look(at: folder.file("a.png"))
    else {
      Issue.record("no ffprobe, and yet an answer")
      return
    }
  }
}

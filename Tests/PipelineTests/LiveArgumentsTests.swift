import Pipeline
import Playout
import Testing

@Suite("The arguments of a live source")
struct LiveArgumentsTests {
  @Test(
    "they are those of the golden file",
    arguments: [
      ("live-http", "https://u:p@tv.example/live.m3u8"), ("live-rtsp", "rtsp://camera.lan/1"),
      ("live-rtmp", "rtmp://a.example/live/x"), ("live-srt", "srt://10.0.0.2:9000"),
      ("live-udp", "udp://239.0.0.1:1234"),
    ])
  func golden(name: String, url: String) throws {
    let source = LiveSource(url: url, userAgent: "Set-top box")
    let found = try #require(arguments(forLive: source, profile: TranscodeProfile.builtIn[2]))
    try compare(found.map(escaped).joined(separator: "\n") + "\n", withGolden: name)
  }

  @Test(
    "let ffmpeg open no file, whatever a playlist names", arguments: LiveAddress.Scheme.allCases)
  func protocols(scheme: LiveAddress.Scheme) throws {
    let source = LiveSource(url: "\(scheme.rawValue)://a.example:9000/x")
    let found = try #require(arguments(forLive: source, profile: TranscodeProfile.builtIn[0]))
    let index = try #require(found.firstIndex(of: "-protocol_whitelist"))
    let names = found[index + 1].split(separator: ",").map(String.init)
    #expect(names.contains(scheme.rawValue))
    for name in ["file", "pipe", "concat", "subfile", "data", "unix", "gopher", "hls"] {
      #expect(!names.contains(name))
    }
    #expect(!found.contains("-t"))
  }

  @Test("there are none for what is no source's address", arguments: ["file:///x", "-y", "pipe:0"])
  func refused(url: String) {
    #expect(arguments(forLive: LiveSource(url: url), profile: TranscodeProfile.builtIn[0]) == nil)
  }

  @Test("what was the matter is said without the address")
  func complaints() {
    let said = [
      "http://u:secret@a/x: Server returned 404 Not Found": "404",
      "[tcp @ 0x1] Connection to tcp://a:1 failed: Connection refused": "refuses",
      "http://u:secret@a/x: Invalid data found when processing input": "no picture and sound",
      "Stream map '0:V:0' matches no streams.": "no picture",
      "a word that nobody knows secret": "ended",
    ]
    for (line, words) in said {
      let sentence = SourceComplaint(stderrTail: [line]).sentence
      #expect(sentence.contains(words))
      #expect(!sentence.contains("secret"))
    }
  }
}

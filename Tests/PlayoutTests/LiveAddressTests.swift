import Playout
import Testing

@Suite("The address of a live source")
struct LiveAddressTests {
  @Test(
    "is taken where it names a server",
    arguments: [
      "http://camera.lan/live.ts", "https://u:p@tv.example:8443/a/b.m3u8?token=x&y=1",
      "RTSP://10.0.0.2/stream1", "rtmp://localhost:1935/live/x", "rtmps://a.example/x",
      "srt://10.0.0.2:9000?mode=listener&passphrase=verysecret", "udp://@239.0.0.1:1234",
      "rtp://[ff02::1]:5004", "http://[::1]:8080/x",
    ])
  func good(text: String) throws {
    #expect(throws: Never.self) { try LiveAddress(text) }
  }

  @Test(
    "is refused where ffmpeg would take it for something else, or it is none",
    arguments: [
      "", "camera.lan/live.ts", "file:///etc/passwd", "/etc/passwd", "-i", "gopher://a/",
      "concat:http://a/1|http://a/2", "concat://a", "data:text/plain,x", "javascript:alert(1)",
      "subfile,,start,0,end,9,,:http://a/x", "crypto+http://a/x", "hls+http://a/x.m3u8",
      "http:a", "http://", "http:///x", "http://:80/x", "http://u:p@/x", "http://a:0/",
      "http://a:x/",
      "http://a:65536/", "http://a b/", "http://a/\nfile", "http://a/\r\nX: y",
      "http://a/%0d%0aX:y",
      "http://a/%00", "http://a/x|User-Agent=b", "http://a/\u{7f}", "http://ä.example/",
      "http://-a/",
      "http://a\\b/", "http://[::1/", "http://[x]:1/", "srt://10.0.0.2", "udp://239.0.0.1",
      "pipe:0",
      "http://a/" + String(repeating: "x", count: 2048), "unix:///tmp/s", "tcp://a:1", "ftp://a/x",
    ])
  func bad(text: String) {
    #expect(throws: LiveAddress.Fault.self) { try LiveAddress(text) }
  }

  @Test("is shown without what gives access")
  func masked() {
    let shown = [
      "http://u:p@a.lan/x": "http://u:***@a.lan/x",
      "http://u:p:q@a.lan?x=1": "http://u:***@a.lan?x=1",
      "http://u@a.lan/x@y:z": "http://u@a.lan/x@y:z",
      "srt://a:1?mode=caller&passphrase=p&x=1": "srt://a:1?mode=caller&passphrase=***&x=1",
      "https://a/b?Token=p": "https://a/b?Token=***",
    ]
    for (url, expected) in shown { #expect(LiveSource(url: url).shownURL == expected) }
  }
}

import Testing

@testable import Config

@Suite("RunFolder")
struct RunFolderTests {
  @Test("Sockets are in the folder while their paths fit a socket address")
  func short() {
    let run = RunFolder(path: "/srv/tv/run")
    #expect(!run.hasSocketFolder)
    #expect(run.internalSocket == "/srv/tv/run/internal.sock")
    #expect(run.live(channel: "abcdefgh") == "/srv/tv/run/live/abcdefgh")
  }

  @Test("Longer folders get a short one for sockets, the same in every process")
  func long() {
    let path = "/srv/" + String(repeating: "a", count: 100)
    let run = RunFolder(path: path)
    #expect(run.hasSocketFolder)
    #expect(run.sockets == RunFolder(path: path).sockets)
    #expect(run.sockets != RunFolder(path: path + "b").sockets)
    #expect(run.live == path + "/live")
  }

  @Test("No socket's path ever reaches 108 bytes", arguments: 60...120)
  func limit(length: Int) {
    let run = RunFolder(path: "/" + String(repeating: "ä", count: length / 2))
    for socket in [run.apiSocket, run.streamsSocket, run.controlSocket, run.internalSocket] {
      #expect(socket.utf8.count < 108)
    }
  }
}

import Control
import Testing

@Suite("Clients' names")
struct ClientNameTests {
  @Test(
    "are read out of what clients call themselves",
    arguments: [
      ("VLC/3.0.20 LibVLC/3.0.20", "VLC"),
      ("Kodi/20.2 (Linux; Android 9) Version/20.2", "Kodi"),
      ("TiviMate/5.1.0 (Android 13)", "TiviMate"),
      ("PlexMediaServer/1.40", "Plex"),
      ("Jellyfin-Server/10.9 Lavf/60", "Jellyfin"),
      ("Emby Theater 3.0 Mozilla/5.0 Chrome/110 Safari/537", "Emby"),
      ("Lavf/60.16.100", "ffmpeg"),
      ("mpv 0.38.0", "mpv"),
      ("curl/8.5.0", "curl"),
      ("HDHomeRun/1.0", "HDHomeRun"),
      (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
          + "Chrome/126.0.0.0 Safari/537.36", "Chrome"
      ),
      (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) "
          + "Version/17.5 Safari/605.1.15", "Safari"
      ),
      ("Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0", "Firefox"),
      ("AppleCoreMedia/1.0.0.21F90 (iPhone; U; CPU OS 17_5)", "Apple player"),
      ("MyPlayer/2 (something)", "MyPlayer"), ("", "Unknown"), ("/x", "Unknown"),
    ])
  func names(agent: String, name: String) {
    #expect(ClientName.short(of: agent) == name)
  }

  @Test("an unknown client's own name is cut")
  func longName() {
    #expect(ClientName.short(of: String(repeating: "x", count: 200)).count == 40)
  }
}

@Suite("Sessions' identities")
struct SessionIdentityTests {
  @Test(
    "are 16 letters and nothing else",
    arguments: [
      "", "abc", "abcdefghijklmno1", "ABCDEFGHIJKLMNOP", "../../etc/passwd", "abcdefghijklmnopq",
    ])
  func others(text: String) {
    #expect(!Viewer.isSession(text))
    #expect(Viewer.isSession("abcdefghijkl2347"))
  }
}

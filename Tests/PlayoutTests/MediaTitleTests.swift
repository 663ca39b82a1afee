import Library
import Playout
import Testing

@Suite("A medium's title")
struct MediaTitleTests {
  @Test(
    "makes one line for the plan",
    arguments: [
      (
        MediaTitle(
          kind: .episode, title: "The Detail", showTitle: "The Wire", season: 1, episode: 2),
        "The Wire · S01E02 · The Detail"
      ),
      (
        MediaTitle(kind: .episode, title: "", showTitle: "The Wire", season: 10, episode: 123),
        "The Wire · S10E123"
      ),
      (MediaTitle(kind: .episode, title: "The Wire", showTitle: "The Wire"), "The Wire"),
      (
        MediaTitle(kind: .episode, title: "Pilot", showTitle: "Lost", episode: 1),
        "Lost · E01 · Pilot"
      ),
      (MediaTitle(kind: .movie, title: "Alien", year: 1979), "Alien"),
      (MediaTitle(kind: .episode, title: "Stray", showTitle: "", season: 1), "Stray"),
    ])
  func line(title: MediaTitle, expected: String) {
    #expect(title.line == expected)
  }

  @Test("puts the show first and the episode below it")
  func lines() {
    let episode = MediaTitle(kind: .episode, title: "Pilot", showTitle: "Lost")
    #expect(episode.headline == "Lost")
    #expect(episode.subtitle == "Pilot")
    let film = MediaTitle(kind: .movie, title: "Alien")
    #expect(film.headline == "Alien")
    #expect(film.subtitle == nil)
  }
}

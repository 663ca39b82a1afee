import Library
import Store

/// A show as the API shows it.
struct ShowAnswer: Codable, Hashable {
  var id: ShowID
  var title: String
  var year: Int?
  var episodes: Int

  init(_ show: ListedShow) {
    id = show.id
    title = show.title
    year = show.year
    episodes = show.episodes
  }
}

/// Every show of which something can be played.
struct ShowList: Codable, Hashable {
  var shows: [ShowAnswer]
}

func listShows(_ call: Call) throws -> ShowList {
  ShowList(shows: try call.studio.store.shows().map(ShowAnswer.init))
}

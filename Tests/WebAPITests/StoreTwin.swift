import Playout
import Store
import Testing

/// A second opening of a desk's database, as another process has it.
struct StoreTwin {
  let store: Store

  init(of desk: TestDesk) throws { store = try Store.open(at: desk.store.path) }

  /// Renames the first channel.
  func rename() throws {
    var channel = try #require(try store.channels().first)
    channel.channel.name = "Renamed"
    try store.update(channel)
  }
}

import Config
import Glibc
import Store

/// Opens the library for a command beside the running station.
enum LibraryAccess {
  /// The database of these settings.
  ///
  /// - Throws: ``StationError`` when there is no data folder yet, or what the database says.
  static func open(_ settings: Settings) throws -> Store {
    guard access(settings.data, F_OK) == 0 else {
      throw StationError(
        "There is no data folder '\(settings.data)'. Start the station once with: exstreamtv up - "
          + "or set EXSTREAMTV_DATA to its folder.")
    }
    return try Store.open(at: settings.database)
  }
}

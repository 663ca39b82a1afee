import Foundation
import Glibc
import Library
import Schedule

/// The folder that the person who starts the station named by `MEDIA`.
struct MediaFolder: Hashable {
  /// Its path without links, as the library knows it.
  let path: String

  /// Takes the folder as it is on disk.
  ///
  /// - Throws: ``StationError`` when there is nothing to read there.
  init(named given: String) throws(StationError) {
    guard let real = realPath(of: given) else {
      throw StationError(
        "The media folder '\(given)' can't be found: \(systemFailure()). Name a folder of media files."
      )
    }
    var status = stat()
    guard stat(real, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw StationError("'\(given)' is no folder of media files; name the folder that holds it.")
    }
    guard access(real, R_OK | X_OK) == 0 else {
      throw StationError(
        "The media folder '\(given)' can't be read: \(systemFailure()). Give this user read permission."
      )
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: real)) ?? []
    guard names.contains(where: { !$0.hasPrefix(".") }) else {
      throw StationError("The media folder '\(given)' is empty. Put media files there first.")
    }
    path = real
  }

  /// What a channel over the folder is called.
  var name: String {
    path.split(separator: "/").last.map(String.init) ?? "Media"
  }

  /// The order that a person expects of it: a single show runs by its episodes, anything else is
  /// shuffled, so that a large library does not play one show for weeks.
  var order: PlayOrder {
    var episodes = 0
    var others = 0
    var shows: Set<String> = []
    let files = FileManager.default.enumerator(atPath: path)
    for _ in 0..<Self.sample {
      guard let file = files?.nextObject() as? String else { break }
      guard Self.hasExtension(file) else { continue }
      let guess = NameGuess.guess(path: path + "/" + file, root: path)
      episodes += guess.show == nil ? 0 : 1
      others += guess.show == nil ? 1 : 0
      if let show = guess.show { shows.insert(show) }
    }
    return shows.count == 1 && episodes > others ? .episode : .shuffle
  }

  /// How many entries of the folder tell what it holds.
  private static let sample = 500

  private static func hasExtension(_ file: String) -> Bool {
    let name = file.split(separator: "/").last ?? ""
    return !name.hasPrefix(".") && name.dropFirst().contains(".")
  }
}

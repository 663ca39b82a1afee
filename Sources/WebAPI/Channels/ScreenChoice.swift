import Foundation
import Playout

/// What a channel shows while there is no programme, as the API writes it.
struct ScreenChoice: Codable, Hashable, JSONWritable {
  var picture: Screen.Picture
  var sound: Screen.Sound
  /// The picture file's absolute path, for the picture `image`.
  var image: String?
  /// The sound file's absolute path, for the sound `music`.
  var music: String?

  init(_ screen: Screen) {
    (picture, sound) = (screen.picture, screen.sound)
    (image, music) = (screen.image, screen.music)
  }

  /// The screen that is meant, with files that are there; those that it does not use are left out.
  func screen(private hidden: [String]) throws -> Screen {
    Screen(
      picture: picture, sound: sound,
      image: picture == .image ? try ScreenFile.picture.checked(image, hidden) : nil,
      music: sound == .music ? try ScreenFile.sound.checked(music, hidden) : nil)
  }

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("picture", picture.rawValue)
    json.field("sound", sound.rawValue)
    json.field("image", image)
    json.field("music", music)
    json.close()
  }
}

/// Which files may be shown or heard on a screen.
private struct ScreenFile {
  var field: String
  var what: String
  var endings: Set<String>
  var mostBytes: Int64

  static let picture = ScreenFile(
    field: "screen.image", what: "picture", endings: ["png", "jpg", "jpeg", "webp", "bmp"],
    mostBytes: 50 << 20)
  static let sound = ScreenFile(
    field: "screen.music", what: "sound",
    endings: ["mp3", "m4a", "aac", "flac", "ogg", "opus", "wav"], mostBytes: 500 << 20)

  /// The path without detours, of a regular file that is there and can be read.
  func checked(_ given: String?, _ hidden: [String]) throws -> String {
    guard let given, given.hasPrefix("/"), given.utf8.count <= 4096,
      given.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { throw refusal("Give the full path of a \(what) file, such as /srv/media/\(example).") }
    let path = FolderPath.tidied(given)
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard endings.contains(ending) else {
      throw refusal(
        "\(path) is no \(what) file that can be used. Its name must end in one of: "
          + endings.sorted().joined(separator: ", ") + ".")
    }
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      throw refusal("There is no file \(path). Check the path, or mount the disk.")
    }
    guard facts.st_mode & S_IFMT == S_IFREG else { throw refusal("\(path) is not a file.") }
    guard access(path, R_OK) == 0 else {
      throw refusal("The file \(path) may not be read. Give this user permission to read it.")
    }
    guard facts.st_size <= mostBytes else {
      throw refusal("The file \(path) is larger than \(mostBytes >> 20) MB.")
    }
    guard !FolderPath.lies(path, inside: hidden) else {
      throw refusal("The file \(path) is one of EXStreamTV's own. Choose another.")
    }
    return path
  }

  private var example: String { what == "picture" ? "card.png" : "music.mp3" }

  private func refusal(_ detail: String) -> Problem { .invalid(field, detail) }
}

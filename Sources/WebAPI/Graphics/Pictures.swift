import FastCGI
import Foundation
import Library
import Playout
import Store

/// An uploaded picture, which a graphic can show.
struct PictureAnswer: Codable, Hashable {
  /// What graphics call it.
  var image: String
  var width: Int
  var height: Int
  /// Whether it moves.
  var isAnimated: Bool
}

/// What pictures may be.
private enum PictureLimits {
  static let bytes = 5 << 20
  static let pixels = 4096
  static let animatedPixels = 1920
  static let frames = 600
  /// How many may wait for a graphic, and how long each does.
  static let waiting = 50
  static let patience = Span.days(1)
}

func uploadPicture(_ call: Call) throws -> PictureAnswer {
  let bytes = call.request.body
  // A form of another site can send bytes, but not say that they are a picture.
  guard call.request.header("Content-Type")?.lowercased().hasPrefix("image/") ?? false else {
    throw Problem(415, "The body must be a picture: send it with 'Content-Type: image/png'.")
  }
  guard bytes.count <= PictureLimits.bytes else {
    throw Problem(
      413, "The picture has more than \(PictureLimits.bytes >> 20) MB, which is the most.")
  }
  guard let kind = PictureKind(bytes) else {
    throw Problem(415, "This is no picture in PNG, JPEG, GIF or WebP; convert it, then try again.")
  }
  guard !kind.isUnreadablyAnimated(bytes) else {
    throw Problem(415, "Moving pictures in WebP can't be shown; make it a GIF or an animated PNG.")
  }
  try call.studio.sweepPictures()
  return PictureAnswer(try call.studio.keep(bytes, kind))
}

func serveUpload(_ call: Call) throws -> Response {
  let name = call.captures["image"] ?? ""
  guard let kind = Studio.pictureKind(of: name),
    let bytes = FileManager.default.contents(atPath: call.studio.picturePath(name))
  else { throw Problem.notFound("There is no picture '\(name.prefix(40))'.") }
  return Response(
    headers: [
      // A name is never given twice.
      "Content-Type": kind.type, "Cache-Control": "private, max-age=31536000, immutable",
    ], body: .bytes([UInt8](bytes)))
}

extension PictureAnswer {
  fileprivate init(_ image: GraphicImage) {
    self.init(
      image: image.file, width: image.width, height: image.height, isAnimated: image.isAnimated)
  }
}

extension Studio {
  fileprivate func picturePath(_ name: String) -> String { "\(store.graphicsFolder)/\(name)" }

  /// The kind that a name in the folder tells; nil where we would have given no such name.
  fileprivate static func pictureKind(of name: String) -> PictureKind? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 16,
      parts[0].utf8.allSatisfy({ (97...122).contains($0) || (50...55).contains($0) })
    else { return nil }
    return PictureKind(rawValue: String(parts[1]))
  }

  /// The uploaded picture of a name.
  func uploaded(_ name: String) throws -> GraphicImage {
    guard Self.pictureKind(of: name) != nil,
      FileManager.default.fileExists(atPath: picturePath(name))
    else {
      throw Problem.invalid(
        "image", "There is no uploaded picture '\(name.prefix(40))'; upload it once more.")
    }
    return try examined(name, at: picturePath(name))
  }

  /// Puts a picture into the folder under a name of its own, once it is seen to be one.
  fileprivate func keep(_ bytes: [UInt8], _ kind: PictureKind) throws -> GraphicImage {
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    let name = String((0..<16).map { _ in letters[Int.random(in: 0..<32)] }) + "." + kind.rawValue
    let draft = picturePath(name) + ".part"
    do {
      try FileManager.default.createDirectory(
        atPath: store.graphicsFolder, withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(fileURLWithPath: draft), options: .withoutOverwriting)
      defer { try? FileManager.default.removeItem(atPath: draft) }
      let image = try examined(name, at: draft)
      try FileManager.default.moveItem(atPath: draft, toPath: picturePath(name))
      return image
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(
        507,
        "The picture can't be written to \(store.graphicsFolder): "
          + "\(error.localizedDescription) Make room, or give this user permission.")
    }
  }

  private func examined(_ name: String, at path: String) throws -> GraphicImage {
    switch examinePicture(path) {
    case .unreadable(let reason):
      throw Problem.invalid("image", "The picture can't be read: \(reason)")
    case .picture(let width, let height, let frames):
      let isAnimated = frames > 1
      let most = isAnimated ? PictureLimits.animatedPixels : PictureLimits.pixels
      guard width <= most, height <= most else {
        throw Problem.invalid(
          "image",
          "The picture is \(width) x \(height); at most \(most) pixels either way are possible"
            + (isAnimated ? " where it moves." : "."))
      }
      guard frames <= PictureLimits.frames else {
        throw Problem.invalid(
          "image",
          "The picture has more than \(PictureLimits.frames) frames, which is the most.")
      }
      return GraphicImage(file: name, width: width, height: height, isAnimated: isAnimated)
    }
  }

  /// Lets a picture go that no graphic shows any more: it stays for a day, since what is on air
  /// may still show it.
  func letGo(_ image: GraphicImage?, unless kept: GraphicImage?) {
    guard let image, image.file != kept?.file else { return }
    try? FileManager.default.setAttributes(
      [.modificationDate: Date()], ofItemAtPath: picturePath(image.file))
  }

  /// Removes pictures that were uploaded or let go a day ago and that no graphic shows.
  fileprivate func sweepPictures() throws {
    let files = FileManager.default
    let used = try store.graphicFiles()
    let all = (try? files.contentsOfDirectory(atPath: store.graphicsFolder)) ?? []
    let idle = all.filter { !used.contains($0) }
    let old = idle.filter { name in
      let facts = try? files.attributesOfItem(atPath: picturePath(name))
      let changed = facts?[.modificationDate] as? Date ?? .now
      return -changed.timeIntervalSinceNow > PictureLimits.patience.seconds
    }
    for name in old { try? files.removeItem(atPath: picturePath(name)) }
    guard idle.count - old.count < PictureLimits.waiting else {
      throw Problem(
        409,
        "\(PictureLimits.waiting) uploaded pictures are in no graphic yet. Use them, or wait: each "
          + "is removed after a day.")
    }
  }
}

/// The picture that lies beside a song: its own, else that of its album.
enum SidecarArtwork {
  private static let albums = ["cover", "Cover", "folder", "Folder", "front", "Front"]
  private static let endings = ["jpg", "jpeg", "png", "JPG", "PNG"]

  /// The path of the picture beside a file; nil where there is none.
  ///
  /// Only ordinary files count: a link may lead out of the library.
  static func path(beside file: String) -> String? {
    guard let slash = file.lastIndex(of: "/") else { return nil }
    let folder = file[...slash]
    let name = file[file.index(after: slash)...]
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? String(name)
    for picture in [stem] + albums {
      for ending in endings {
        let path = "\(folder)\(picture).\(ending)"
        if PathFacts(RawPath(path), followingLinks: false)?.kind == .file { return path }
      }
    }
    return nil
  }
}

import Glibc

/// The shipped files that are no programs: the WebUI and nginx templates.
public struct ShareFolder: Hashable, Sendable {
  /// The folder itself.
  public let path: String

  /// The shipped files at an absolute path.
  public init(path: String) {
    self.path = path
  }

  /// The WebUI.
  public var www: String { path + "/www" }
  /// The nginx templates.
  public var nginx: String { path + "/nginx" }

  /// Finds the shipped files.
  ///
  /// Looked for in the folder that was given, in `../share/exstreamtv` beside
  /// the program, and in the source tree that the program was built in. Where
  /// none is there the first candidate is named, so that whoever needs a file
  /// says where it is missing.
  public static func locate(
    given: String? = nil, executable: String? = Surroundings.executable,
    workingFolder: String = Surroundings.workingFolder
  ) -> ShareFolder {
    if let given { return ShareFolder(path: given) }
    let folder = executable.map(PathText.parent) ?? workingFolder
    let installed = PathText.absolute("../share/exstreamtv", below: folder)
    if isThere(installed + "/nginx") { return ShareFolder(path: installed) }
    var tree = folder
    while tree != "/" {
      if isThere(tree + "/Package.swift"), isThere(tree + "/nginx") {
        return ShareFolder(path: tree)
      }
      tree = PathText.parent(of: tree)
    }
    return ShareFolder(path: installed)
  }

  private static func isThere(_ path: String) -> Bool { access(path, R_OK) == 0 }
}

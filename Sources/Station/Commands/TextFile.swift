import Foundation

/// Files that people name on the command line.
public enum TextFile {
  /// A larger file is none that anybody wrote by hand.
  private static let mostBytes = 4 << 20

  /// The text of a file, or of the standard input for `-`.
  ///
  /// - Throws: ``StationError`` that says why it can't be read.
  public static func read(_ path: String) throws -> String {
    let handle: FileHandle
    do {
      handle = path == "-" ? .standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
    } catch {
      throw StationError("The file \(path) can't be read; check its name and permissions.")
    }
    let data = try handle.read(upToCount: mostBytes) ?? Data()
    guard let text = String(data: data, encoding: .utf8) else {
      throw StationError("The file \(path) is no text in UTF-8.")
    }
    return text
  }

  /// Writes a file, as a whole or not at all.
  ///
  /// - Throws: ``StationError`` that says why it can't be written.
  public static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw StationError("The file \(path) can't be written: \(error.localizedDescription)")
    }
  }
}

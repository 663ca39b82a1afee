import Foundation
import GRDB
import Library

extension ExtractedSubtitles {
  /// Reads folder and tracks from a column on; nil where the words were not taken out.
  init?(row: Row, at index: Int) {
    guard let folder = row[index] as String?, let text = row[index + 1] as String?,
      let tracks = try? JSONDecoder().decode([Track].self, from: Data(text.utf8))
    else { return nil }
    self.init(folder: folder, tracks: tracks)
  }
}

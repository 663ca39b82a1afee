import Foundation
import Library

extension ExtractedSubtitles {
  /// Reads folder and tracks as they are stored; nil where the words were not taken out.
  init?(folder: String?, tracks text: String?) {
    guard let folder, let text,
      let tracks = try? JSONDecoder().decode([Track].self, from: Data(text.utf8))
    else { return nil }
    self.init(folder: folder, tracks: tracks)
  }
}

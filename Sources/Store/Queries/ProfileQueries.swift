import GRDB
public import Playout

enum ProfileSQL {
  static let columns = """
    name, width, height, frame_rate, video_bitrate, preset, audio_bitrate, allows_copy
    """
  static let all = "SELECT \(columns) FROM profile ORDER BY position"
  static let named = "SELECT \(columns) FROM profile WHERE name = ?"
  static let exists = "SELECT count(*) FROM profile WHERE name = ?"
}

extension Store {
  /// All transcode profiles; the first is the default.
  public func profiles() throws(StoreError) -> [TranscodeProfile] {
    try read { try $0.rows(ProfileSQL.all, [], TranscodeProfile.init(row:)) }
  }

  /// The profile of a name.
  public func profile(named name: String) throws(StoreError) -> TranscodeProfile? {
    try read { try $0.first(ProfileSQL.named, [name], TranscodeProfile.init(row:)) }
  }
}

extension TranscodeProfile {
  init(row: Row) {
    self.init(
      name: row[0], width: row[1], height: row[2], frameRate: row[3], videoBitrate: row[4],
      preset: row[5], audioBitrate: row[6], allowsCopy: row[7])
  }
}

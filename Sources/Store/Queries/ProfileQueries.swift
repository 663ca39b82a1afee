import GRDB
public import Playout

enum ProfileSQL {
  static let all = "SELECT \(TranscodeProfile.columns) FROM profile ORDER BY position"
  static let named = "SELECT \(TranscodeProfile.columns) FROM profile WHERE name = ?"
  static let listed = "SELECT \(TranscodeProfile.columns), id FROM profile ORDER BY position"
  static let byID = "SELECT \(TranscodeProfile.columns), id FROM profile WHERE id = ?"
  static let users = """
    SELECT profile, number || ' ' || name FROM channel ORDER BY number_key
    """
  static let usersOf = """
    SELECT id FROM channel WHERE profile = ? ORDER BY number_key
    """
  static let exists = "SELECT count(*) FROM profile WHERE name = ?"
  static let count = "SELECT count(*) FROM profile"
  static let holder = "SELECT name FROM profile WHERE name = ? COLLATE NOCASE AND id <> ?"
  static let insert = """
    INSERT INTO profile (id, position, name, width, height, frame_rate, video_bitrate, preset,
      audio_bitrate, allows_copy, video_buffer, coding, b_frames, key_frame_seconds, loudness,
      scaling, deinterlacing, maps_tones, threads, hardware, audio_channels,
      video_codec, bit_depth, audio_codec, has_picture, ladder, segments)
    VALUES (
      (SELECT coalesce(max(id), 0) + 1 FROM profile),
      (SELECT coalesce(max(position), 0) + 1 FROM profile),
      :name, :width, :height, :frame_rate, :video_bitrate, :preset,
      :audio_bitrate, :allows_copy, :video_buffer, :coding, :b_frames, :key_frame_seconds,
      :loudness, :scaling, :deinterlacing, :maps_tones, :threads, :hardware, :audio_channels,
      :video_codec, :bit_depth, :audio_codec, :has_picture, :ladder, :segments)
    RETURNING id
    """
  static let update = """
    UPDATE profile SET name = :name, width = :width, height = :height, frame_rate = :frame_rate,
      video_bitrate = :video_bitrate, preset = :preset, audio_bitrate = :audio_bitrate,
      allows_copy = :allows_copy, video_buffer = :video_buffer, coding = :coding,
      b_frames = :b_frames, key_frame_seconds = :key_frame_seconds, loudness = :loudness,
      scaling = :scaling, deinterlacing = :deinterlacing, maps_tones = :maps_tones,
      threads = :threads, hardware = :hardware, audio_channels = :audio_channels,
      ladder = :ladder, segments = :segments, video_codec = :video_codec, bit_depth = :bit_depth, audio_codec = :audio_codec,
      has_picture = :has_picture
    WHERE id = :id
    """
  /// The name is what channels refer to: both change in one transaction.
  static let waitForBoth = "PRAGMA defer_foreign_keys = ON"
  static let renameInChannels = "UPDATE channel SET profile = ? WHERE profile = ?"
  static let delete = "DELETE FROM profile WHERE id = ?"
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

  /// All transcode profiles with the channels that use them.
  public func storedProfiles() throws(StoreError) -> [StoredProfile] {
    try read { db in
      let users = try Self.profileUsers(in: db)
      return try db.rows(ProfileSQL.listed) { StoredProfile(row: $0, users: users) }
    }
  }

  /// The profile of an identity, with the channels that use it.
  public func storedProfile(_ id: Int64) throws(StoreError) -> StoredProfile? {
    try read { db in
      let users = try Self.profileUsers(in: db)
      return try db.first(ProfileSQL.byID, [id]) { StoredProfile(row: $0, users: users) }
    }
  }

  /// The channels that use a profile.
  public func channels(using profile: String) throws(StoreError) -> [ChannelID] {
    try read { db in
      try db.rows(ProfileSQL.usersOf, [profile]) { ChannelID(rawValue: $0[0]) }.compactMap(\.self)
    }
  }

  /// Stores a new profile, as the last one.
  ///
  /// - Throws: `conflict` when its name is taken.
  public func insert(_ profile: TranscodeProfile) throws(StoreError) -> StoredProfile {
    try write { db in
      try Self.checkName(of: profile, id: 0, in: db)
      let id = try Int64.fetchOne(
        db.cachedStatement(sql: ProfileSQL.insert), arguments: profile.arguments)
      return StoredProfile(id: id ?? 0, profile: profile, channels: [])
    }
  }

  /// Stores a profile's new values; channels that use it keep it under its new name.
  ///
  /// - Throws: `notFound` when there is no such profile, `conflict` when its name is taken.
  public func update(_ stored: StoredProfile) throws(StoreError) {
    try write { db in
      let old = try db.first(ProfileSQL.byID, [stored.id], TranscodeProfile.init(row:))
      guard let old else { throw Self.unknownProfile(stored.id) }
      try Self.checkName(of: stored.profile, id: stored.id, in: db)
      try db.run(ProfileSQL.waitForBoth)
      try db.run(ProfileSQL.update, stored.profile.arguments + ["id": stored.id])
      if old.name != stored.profile.name {
        try db.run(ProfileSQL.renameInChannels, [stored.profile.name, old.name])
      }
    }
  }

  /// Removes a profile.
  ///
  /// - Throws: `notFound` when there is no such profile, `conflict` while channels use it and
  ///   where it is the last one.
  public func deleteProfile(_ id: Int64) throws(StoreError) {
    try write { db in
      let users = try Self.profileUsers(in: db)
      let stored = try db.first(ProfileSQL.byID, [id]) { StoredProfile(row: $0, users: users) }
      guard let stored else { throw Self.unknownProfile(id) }
      let name = stored.profile.name
      guard stored.channels.isEmpty else {
        throw StoreError(
          .conflict, subject: "profile \(name)",
          detail: "The profile '\(name)' is used by \(stored.channels.listed). Choose another "
            + "profile for them, then remove it.")
      }
      guard try db.count(ProfileSQL.count) > 1 else {
        throw StoreError(
          .conflict, subject: "profile \(name)",
          detail: "The profile '\(name)' is the last one, and every channel needs one. Make "
            + "another first.")
      }
      try db.run(ProfileSQL.delete, [id])
    }
  }

  private static func profileUsers(in db: Database) throws -> [String: [String]] {
    let pairs = try db.rows(ProfileSQL.users) { ($0[0] as String, $0[1] as String) }
    return Dictionary(grouping: pairs, by: \.0).mapValues { $0.map(\.1) }
  }

  private static func checkName(
    of profile: TranscodeProfile, id: Int64, in db: Database
  ) throws {
    guard
      let holder = try db.first(ProfileSQL.holder, [profile.name, id], { $0[0] as String })
    else { return }
    throw StoreError(
      .conflict, subject: "profile \(profile.name)",
      detail: "There is a profile '\(holder)' already; choose another name.", field: "name")
  }

  private static func unknownProfile(_ id: Int64) -> StoreError {
    StoreError(.notFound, subject: "profile \(id)", detail: "There is no profile \(id).")
  }
}

extension StoredProfile {
  fileprivate init(row: Row, users: [String: [String]]) {
    let profile = TranscodeProfile(row: row)
    self.init(id: row["id"], profile: profile, channels: users[profile.name] ?? [])
  }
}

extension [String] {
  /// The first few, and how many more there are.
  fileprivate var listed: String {
    let named = prefix(3).map { "'\($0)'" }.joined(separator: ", ")
    return count > 3 ? "\(named) and \(count - 3) more" : named
  }
}

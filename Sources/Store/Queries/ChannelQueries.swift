import GRDB
public import Playout
import Schedule

enum ChannelSQL {
  static let all = """
    SELECT \(ProgrammedChannel.columns) FROM channel c ORDER BY c.number_key
    """
  static let byID = """
    SELECT \(ProgrammedChannel.columns) FROM channel c WHERE c.id = ?
    """
  static let byNumber = """
    SELECT \(ProgrammedChannel.columns) FROM channel c WHERE c.number_key = ?
    """
  static let insert = """
    INSERT INTO channel (id, number, number_key, name, group_name, enabled, profile, premiere,
      kind, content_kind, content_id, play_order, seed, viewer_limit,
      screen_picture, screen_sound, screen_image, screen_music, source, source_offset, paused_at,
      pacing, target_bitrate, rules, audio_rules, content_text,
      subtitles, burn_rules, audio_tracks, graphics)
    VALUES (:id, :number, :key, :name, :group, :enabled, :profile, :premiere,
      :kind, :content, :content_id, :order, :seed, :viewer_limit,
      :screen_picture, :screen_sound, :screen_image, :screen_music, :source, :source_offset,
      :paused_at, :pacing, :target_bitrate, :rules, :audio_rules, :content_text,
      :subtitles, :burn_rules, :audio_tracks, :graphics)
    """
  /// A pause is the transcoder's to report: an edit only begins one where the channel becomes an
  /// on-demand channel, and only ends one where it is no longer one.
  static let update = """
    UPDATE channel SET number = :number, number_key = :key, name = :name, group_name = :group,
      enabled = :enabled, profile = :profile, premiere = :premiere, content_kind = :content,
      content_id = :content_id, play_order = :order, seed = :seed,
      viewer_limit = :viewer_limit, screen_picture = :screen_picture,
      screen_sound = :screen_sound, screen_image = :screen_image, screen_music = :screen_music,
      kind = :kind, source = :source, source_offset = :source_offset,
      paused_at = CASE WHEN :kind <> 'onDemand' THEN NULL WHEN kind <> 'onDemand' THEN :paused_at
        ELSE paused_at END,
      pacing = :pacing, target_bitrate = :target_bitrate, rules = :rules,
      audio_rules = :audio_rules, content_text = :content_text,
      subtitles = :subtitles, burn_rules = :burn_rules,
      audio_tracks = :audio_tracks, graphics = :graphics
    WHERE id = :id
    """
  static let mirrors = """
    SELECT number || ' ' || name FROM channel WHERE source = ? ORDER BY number_key
    """
  static let latestMirror = """
    SELECT coalesce(max(source_offset), 0) FROM channel WHERE source = ?
    """
  static let mirrorsOf = "SELECT id FROM channel WHERE source = ? ORDER BY number_key"
  static let forgetTimeline = "DELETE FROM timeline WHERE channel = ?"
  static let delete = "DELETE FROM channel WHERE id = ?"
  static let holder = "SELECT name FROM channel WHERE number_key = ? AND id <> ?"
  static let numbers = "SELECT number_key FROM channel ORDER BY number_key"
}

extension Store {
  /// All channels with their programming, by number.
  public func channels() throws(StoreError) -> [ProgrammedChannel] {
    try read { try $0.rows(ChannelSQL.all, [], ProgrammedChannel.init(row:)) }
  }

  /// The channel of an identity.
  public func channel(_ id: ChannelID) throws(StoreError) -> ProgrammedChannel? {
    try read { try $0.first(ChannelSQL.byID, [id.rawValue], ProgrammedChannel.init(row:)) }
  }

  /// The channel that viewers call by a number.
  public func channel(numbered number: ChannelNumber) throws(StoreError) -> ProgrammedChannel? {
    try read { try $0.first(ChannelSQL.byNumber, [number.sortKey], ProgrammedChannel.init(row:)) }
  }

  /// Stores a new channel.
  ///
  /// - Throws: `conflict` when its number is taken, `notFound` when its
  ///   profile or its content does not exist; both name the field.
  public func insert(_ channel: ProgrammedChannel) throws(StoreError) {
    try write { db in
      try Self.check(channel, in: db)
      try db.run(ChannelSQL.insert, channel.arguments)
      try Self.keepSources(of: channel, in: db)
    }
  }

  /// Stores a channel's new state; its timeline is rebuilt by a job.
  ///
  /// An on-demand channel that becomes another kind goes on where it stood still.
  ///
  /// - Throws: As ``insert(_:)``, and `notFound` when there is no such channel.
  public func update(_ channel: ProgrammedChannel) throws(StoreError) {
    let now = now()
    try write { db in
      try Self.check(channel, in: db)
      if channel.channel.kind == .continuous {
        try Self.resume(channel.channel.id, at: now, since: nil, db)
      }
      guard try db.run(ChannelSQL.update, channel.arguments) == 1 else {
        throw Self.unknown(channel.channel.id)
      }
      try Self.keepSources(of: channel, in: db)
      if !channel.channel.kind.isProgrammed {
        try db.run(ChannelSQL.forgetTimeline, [channel.channel.id.rawValue])
        try db.run(TakeOverSQL.forget, [channel.channel.id.rawValue])
      }
    }
  }

  /// The channels that show a channel.
  public func mirrors(of id: ChannelID) throws(StoreError) -> [ChannelID] {
    try read { db in
      try db.rows(ChannelSQL.mirrorsOf, [id.rawValue]) { ChannelID(rawValue: $0[0]) }
        .compactMap(\.self)
    }
  }

  /// Removes a channel and its timeline.
  ///
  /// - Throws: `notFound` when there is no such channel, `conflict` while mirrors show it.
  public func deleteChannel(_ id: ChannelID) throws(StoreError) {
    try write { db in
      try Self.checkIsNotMirrored(id, "can't be removed", in: db)
      guard try db.run(ChannelSQL.delete, [id.rawValue]) == 1 else { throw Self.unknown(id) }
    }
  }

  /// The lowest whole number that no channel has.
  public func nextFreeChannelNumber() throws(StoreError) -> ChannelNumber {
    let taken = try read { db in
      Set(try db.rows(ChannelSQL.numbers) { row in row[0] as Int })
    }
    for major in 1...99_999 {
      if let number = ChannelNumber("\(major)"), !taken.contains(number.sortKey) { return number }
    }
    throw StoreError(
      .conflict, subject: "channels", detail: "All channel numbers are taken.", field: "number")
  }

  private static func check(_ entry: ProgrammedChannel, in db: Database) throws {
    let channel = entry.channel
    if let holder = try db.first(
      ChannelSQL.holder, [channel.number.sortKey, channel.id.rawValue], { $0[0] as String })
    {
      throw StoreError(
        .conflict, subject: "channel \(channel.number)",
        detail: "The number \(channel.number) belongs to the channel '\(holder)'; choose another.",
        field: "number")
    }
    guard try db.count(ProfileSQL.exists, [channel.profile]) == 1 else {
      throw StoreError(
        .notFound, subject: "profile \(channel.profile)",
        detail: "There is no profile '\(channel.profile)'.", field: "profile")
    }
    try checkKind(of: channel, in: db)
    try checkGraphics(of: channel, in: db)
    guard try LibrarySQL.exists(entry.rules.content, in: db) else {
      let content = entry.rules.content
      throw StoreError(
        .notFound, subject: "\(content.kind) \(content.id ?? 0)",
        detail: "There is no \(content.kind) \(content.id ?? 0) to play.", field: "content")
    }
    if case .search(let query) = entry.rules.content {
      try checkNames(in: query, of: nil, field: "content.query", db)
    }
  }

  static func unknown(_ id: ChannelID) -> StoreError {
    StoreError(
      .notFound, subject: "channel \(id.rawValue)",
      detail: "There is no channel '\(id.rawValue)'.")
  }
}

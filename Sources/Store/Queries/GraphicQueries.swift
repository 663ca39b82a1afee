import GRDB
public import Library
public import Playout
import Schedule

enum GraphicSQL {
  static let all = "SELECT g.id, g.name, g.design FROM graphic g ORDER BY g.name COLLATE NOCASE"
  static let byID = "SELECT g.id, g.name, g.design FROM graphic g WHERE g.id = ?"
  static let named = "SELECT id FROM graphic WHERE name = ? COLLATE NOCASE"
  static let names = "SELECT id, name FROM graphic"
  static let exists = "SELECT count(*) FROM graphic WHERE id = ?"
  static let count = "SELECT count(*) FROM graphic"
  static let holder = """
    SELECT name FROM graphic WHERE name = ? COLLATE NOCASE AND id <> ?
    """
  static let images = "SELECT image FROM graphic WHERE image IS NOT NULL"
  static let insert = """
    INSERT INTO graphic (name, image, design) VALUES (:name, :image, :design)
    """
  static let update = """
    UPDATE graphic SET name = :name, image = :image, design = :design WHERE id = :id
    """
  static let delete = "DELETE FROM graphic WHERE id = ?"
}

extension Store {
  /// How many graphics a station may have.
  public static let mostGraphics = 500

  /// The folder of the pictures of graphics, beside the database.
  public var graphicsFolder: String { place(of: "graphics") }

  /// All graphics by name, with where they are used.
  public func graphics() throws(StoreError) -> [StoredGraphic] {
    try read { db in
      let users = try Self.graphicUsers(in: db)
      return try db.rows(GraphicSQL.all) { try StoredGraphic(row: $0, users: users) }
    }
  }

  /// The graphic of an identity, with where it is used.
  public func graphic(_ id: GraphicID) throws(StoreError) -> StoredGraphic? {
    try read { db in
      let users = try Self.graphicUsers(in: db)
      return try db.first(GraphicSQL.byID, [id.rawValue]) {
        try StoredGraphic(row: $0, users: users)
      }
    }
  }

  /// What all graphics are called.
  public func graphicNames() throws(StoreError) -> [GraphicID: String] {
    let pairs = try read { db in
      try db.rows(GraphicSQL.names) { (GraphicID(rawValue: $0[0]), $0[1] as String) }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// The graphic of a name, whatever the case of its letters.
  public func graphic(named name: String) throws(StoreError) -> GraphicID? {
    try read { try $0.first(GraphicSQL.named, [name]) { GraphicID(rawValue: $0[0]) } }
  }

  /// The files of all graphics, by their names in the folder.
  public func graphicFiles() throws(StoreError) -> Set<String> {
    try read { Set(try $0.rows(GraphicSQL.images) { row in row[0] as String }) }
  }

  /// The channels whose own list, decos or scripts name a graphic.
  public func channels(using graphic: GraphicID) throws(StoreError) -> [ChannelID] {
    try channels().filter { $0.places(of: graphic).isEmpty == false }.map(\.channel.id)
  }

  /// Stores a new graphic.
  ///
  /// - Throws: `conflict` when its name is taken, or when there are too many.
  public func insert(_ design: GraphicDesign) throws(StoreError) -> StoredGraphic {
    try write { db in
      try Self.checkName(of: design, id: 0, in: db)
      guard try db.count(GraphicSQL.count) < Self.mostGraphics else {
        throw StoreError(
          .conflict, subject: "graphics",
          detail: "There are \(Self.mostGraphics) graphics, which is the most; remove one first.")
      }
      try db.run(GraphicSQL.insert, design.arguments())
      return StoredGraphic(
        id: GraphicID(rawValue: db.lastInsertedRowID), design: design, users: [])
    }
  }

  /// Stores a graphic's new design.
  ///
  /// - Throws: `notFound` when there is no such graphic, `conflict` when its name is taken.
  public func update(_ graphic: StoredGraphic) throws(StoreError) {
    try write { db in
      try Self.checkName(of: graphic.design, id: graphic.id.rawValue, in: db)
      let arguments = try graphic.design.arguments() + ["id": graphic.id.rawValue]
      guard try db.run(GraphicSQL.update, arguments) == 1 else {
        throw Self.unknownGraphic(graphic.id)
      }
    }
  }

  /// Removes a graphic.
  ///
  /// - Throws: `notFound` when there is no such graphic, `conflict` while it is used.
  public func deleteGraphic(_ id: GraphicID) throws(StoreError) {
    try write { db in
      let users = try Self.graphicUsers(in: db)
      let found = try db.first(GraphicSQL.byID, [id.rawValue]) {
        try StoredGraphic(row: $0, users: users)
      }
      guard let found else { throw Self.unknownGraphic(id) }
      guard found.users.isEmpty else {
        let named = found.users.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        let more = found.users.count > 3 ? " and \(found.users.count - 3) more" : ""
        throw StoreError(
          .conflict, subject: "graphic \(found.design.name)",
          detail: "The graphic '\(found.design.name)' is used by \(named)\(more). Take it away "
            + "there, then remove it.")
      }
      try db.run(GraphicSQL.delete, [id.rawValue])
    }
  }

  static func checkGraphics(of channel: Channel, in db: Database) throws {
    for id in channel.graphics ?? [] {
      guard try db.count(GraphicSQL.exists, [id.rawValue]) == 1 else {
        throw StoreError(
          .notFound, subject: "graphic \(id.rawValue)",
          detail: "There is no graphic \(id.rawValue). See /api/graphics.", field: "graphics")
      }
    }
  }

  private static func graphicUsers(in db: Database) throws -> [GraphicID: [String]] {
    var users: [GraphicID: [String]] = [:]
    for entry in try db.rows(ChannelSQL.all, [], ProgrammedChannel.init(row:)) {
      for (graphic, place) in entry.graphicPlaces { users[graphic, default: []].append(place) }
    }
    return users
  }

  private static func checkName(of design: GraphicDesign, id: Int64, in db: Database) throws {
    guard let holder = try db.first(GraphicSQL.holder, [design.name, id], { $0[0] as String })
    else { return }
    throw StoreError(
      .conflict, subject: "graphic \(design.name)",
      detail: "There is a graphic '\(holder)' already; choose another name.", field: "name")
  }

  private static func unknownGraphic(_ id: GraphicID) -> StoreError {
    StoreError(
      .notFound, subject: "graphic \(id.rawValue)",
      detail: "There is no graphic \(id.rawValue). See /api/graphics.")
  }
}

extension StoredGraphic {
  fileprivate init(row: Row, users: [GraphicID: [String]]) throws {
    let id = GraphicID(rawValue: row["id"])
    self.init(id: id, design: try GraphicDesign(row: row), users: users[id] ?? [])
  }
}

extension ProgrammedChannel {
  /// Every graphic that the channel names, and where, as people read it.
  fileprivate var graphicPlaces: [(graphic: GraphicID, place: String)] {
    let name = "\(channel.number) \(channel.name)"
    let own = (channel.graphics ?? []).map { (graphic: $0, place: name) }
    guard let rules = try? programming() else { return own }
    var seen: Set<String> = []
    return own
      + rules.graphicUses.map { ($0.graphic, "\(name), \($0.place)") }
      .filter { seen.insert("\($0.0.rawValue) \($0.1)").inserted }
  }

  /// Where the channel names a graphic.
  fileprivate func places(of graphic: GraphicID) -> [String] {
    graphicPlaces.filter { $0.graphic == graphic }.map(\.place)
  }
}

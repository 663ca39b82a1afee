import Foundation
public import Library
public import Playout
public import Schedule
public import Store

/// How contents and channels are called in texts: by names that mean something on every station,
/// not by the numbers of rows.
public struct ContentNames: Sendable {
  /// The name of a content; nil where it has none, so that it is written field by field.
  public var name: @Sendable (RuleContent) -> String?
  /// The content of a kind that has a name; nil where there is none.
  public var content: @Sendable (RuleContent.Kind, String) -> RuleContent?
  /// Whether there is such a content, where that can be told.
  public var exists: @Sendable (RuleContent) -> Bool
  /// The number of a channel, as viewers call it; nil where there is none.
  public var number: @Sendable (ChannelID) -> ChannelNumber?
  /// The channel of a number; nil where there is none.
  public var channel: @Sendable (ChannelNumber) -> ChannelID?
  /// The name of a graphic; nil where there is none.
  public var graphicName: @Sendable (GraphicID) -> String? = { _ in nil }
  /// The graphic of a name; nil where there is none.
  public var graphic: @Sendable (String) -> GraphicID? = { _ in nil }

  /// Names by any rules.
  public init(
    name: @escaping @Sendable (RuleContent) -> String?,
    content: @escaping @Sendable (RuleContent.Kind, String) -> RuleContent?,
    exists: @escaping @Sendable (RuleContent) -> Bool = { _ in true },
    number: @escaping @Sendable (ChannelID) -> ChannelNumber?,
    channel: @escaping @Sendable (ChannelNumber) -> ChannelID?
  ) {
    self.name = name
    self.content = content
    self.exists = exists
    self.number = number
    self.channel = channel
  }

  /// The names that a station knows, as they are now.
  public init(of store: Store) throws(StoreError) {
    var names: [RuleContent: String] = [:]
    for folder in try store.folders() {
      names[RuleContent(kind: .folder, id: folder.id.rawValue)] = folder.path
    }
    let shows = try store.shows()
    let titles = Dictionary(grouping: shows, by: \.title)
    for show in shows {
      let isAlone = titles[show.title]?.count == 1
      let year = show.year.map { " (\($0))" } ?? ""
      names[RuleContent(kind: .show, id: show.id.rawValue)] =
        isAlone ? show.title : show.title + year
    }
    for collection in try store.collections() {
      for kind in collection.kind.contents {
        names[RuleContent(kind: kind, id: collection.id.rawValue)] = collection.name
      }
    }
    var contents: [RuleContent.Kind: [String: RuleContent]] = [:]
    for (content, name) in names.sorted(by: { ($0.key.id ?? 0) > ($1.key.id ?? 0) }) {
      contents[content.kind, default: [:]][name] = content
    }
    // Others may call a show with its year where that is not needed here.
    for show in shows {
      guard let year = show.year else { continue }
      let content = RuleContent(kind: .show, id: show.id.rawValue)
      if contents[.show]?["\(show.title) (\(year))"] == nil {
        contents[.show, default: [:]]["\(show.title) (\(year))"] = content
      }
    }
    var numbers: [ChannelID: ChannelNumber] = [:]
    for entry in try store.channels() { numbers[entry.channel.id] = entry.channel.number }
    self.init(known: names, contents, numbers)
    let graphics = try store.graphicNames()
    let ids = Dictionary(graphics.map { ($1.lowercased(), $0) }, uniquingKeysWith: { $1 })
    graphicName = { graphics[$0] }
    graphic = { ids[$0.lowercased()] }
  }

  private init(
    known names: [RuleContent: String], _ contents: [RuleContent.Kind: [String: RuleContent]],
    _ numbers: [ChannelID: ChannelNumber]
  ) {
    let channels = Dictionary(numbers.map { ($1, $0) }, uniquingKeysWith: { $1 })
    self.init(
      name: { content in
        if content.kind == .search { return content.query }
        let (whole, season) = (content.whole, content.season)
        // A name that leads elsewhere would be none.
        guard let name = names[whole], contents[whole.kind]?[name] == whole else { return nil }
        return season.map { "\(name) S\($0)" } ?? name
      },
      content: { kind, name in
        switch kind {
        case .search: return RuleContent(kind: .search, query: name)
        case .season:
          guard let (show, season) = Self.season(name) else { return nil }
          return contents[.show]?[show].map {
            RuleContent(kind: .season, id: $0.id, season: season)
          }
        default: return contents[kind]?[name]
        }
      },
      exists: { content in
        let whole = content.whole
        let isNamed = [.folder, .show].contains(whole.kind) || whole.kind.isCollection
        return !isNamed || whole.id == nil || names[whole] != nil
      },
      number: { numbers[$0] },
      channel: { channels[$0] })
  }

  /// The show and the season of `A Title S2`.
  private static func season(_ name: String) -> (show: String, season: Int)? {
    guard let sign = name.range(of: " S", options: .backwards),
      let season = Int(name[sign.upperBound...]), season >= 0
    else { return nil }
    return (String(name[..<sign.lowerBound]), season)
  }
}

extension RuleContent {
  /// What has the name: of a season its show.
  fileprivate var whole: RuleContent {
    kind == .season ? RuleContent(kind: .show, id: id) : self
  }
}

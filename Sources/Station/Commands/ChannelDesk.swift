public import Config
import Library
import Playout
import Schedule
import Store

/// Lists and makes channels, as `exstreamtv channel` does.
///
/// Blocks: call it on a plain thread.
public struct ChannelDesk: Sendable {
  /// A channel as the command line asks for it, still unchecked.
  public struct Wish: Sendable {
    /// Such as `7` or `7.1`; the lowest free one when nil.
    public var number: String?
    /// The name that viewers read.
    public var name: String
    /// The group that players sort it into.
    public var group: String?
    /// `library`, or `folder:`, `show:` or `collection:` with a number.
    public var content: String
    /// The name of a play order.
    public var order: String
    /// The name of a transcode profile; the default when nil.
    public var profile: String?

    /// A wish with all its parts.
    public init(
      number: String?, name: String, group: String?, content: String, order: String,
      profile: String?
    ) {
      self.number = number
      self.name = name
      self.group = group
      self.content = content
      self.order = order
      self.profile = profile
    }
  }

  let store: Store

  /// A desk over the library of these settings.
  public init(settings: Settings) throws {
    store = try LibraryAccess.open(settings)
  }

  /// The channels, a line each: number, name, content and order, parted by tabs.
  ///
  /// A mirror has its source and its offset there; kinds but the continuous one follow.
  public func list() throws -> [String] {
    try store.channels().map { entry in
      let channel = entry.channel
      let state = channel.isEnabled ? "" : "\tdisabled"
      let kind = channel.kind == .continuous ? "" : "\t\(channel.kind.rawValue)"
      let shown =
        channel.mirror.map { "channel:\($0.channel.rawValue)\t+\($0.offset.milliseconds / 1000)s" }
        ?? "\(entry.rules.content.text)\t\(entry.rules.order.rawValue)"
      return "\(channel.number)\t\(channel.name)\t\(shown)\(kind)\(state)"
    }
  }

  /// Makes a channel.
  ///
  /// - Returns: A sentence that names it.
  /// - Throws: ``StationError`` that names the part of the wish that can't be.
  public func add(_ wish: Wish) throws -> String {
    guard let content = ContentSelector(text: wish.content) else {
      throw StationError(
        "--content '\(wish.content)' is not understood; use library, folder:1, show:1, "
          + "season:1.2, collection:1, smart:1, multi:1, playlist:1, item:1, with the number that "
          + "the API shows, or search:'year:1980..1989'.")
    }
    guard let order = PlayOrder(rawValue: wish.order) else {
      let names = PlayOrder.simple.map(\.rawValue).joined(separator: ", ")
      throw StationError("--order '\(wish.order)' is none of \(names).")
    }
    let number = try wish.number.map { text in
      guard let number = ChannelNumber(text) else {
        throw StationError("--number '\(text)' is no channel number such as 7 or 7.1.")
      }
      return number
    }
    let entry = try Programming(store: store).addChannel(
      number: number, name: wish.name, group: wish.group, content: content, order: order,
      profile: wish.profile)
    return "Channel \(entry.channel.number) '\(entry.channel.name)' was made."
  }
}

extension ContentSelector {
  /// Reads `library`, a kind and a number such as `folder:3`, or `search:` and what is looked for.
  fileprivate init?(text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let kind = RuleContent.Kind(rawValue: String(parts[0])),
      (kind == .library) == (parts.count == 1)
    else { return nil }
    let rest = parts.count == 2 ? String(parts[1]) : ""
    let numbers = rest.split(separator: ".", omittingEmptySubsequences: false)
    var content = RuleContent(kind: kind)
    switch kind {
    case .library: break
    case .search: content.query = rest
    case .season:
      guard numbers.count == 2 else { return nil }
      (content.id, content.season) = (Int64(numbers[0]), Int(numbers[1]))
    default: content.id = Int64(rest)
    }
    guard let selector = try? content.checked() else { return nil }
    self = selector
  }

  /// The same, written.
  fileprivate var text: String {
    let content = RuleContent(self)
    if let query = content.query { return "search:\(query)" }
    let season = content.season.map { ".\($0)" } ?? ""
    return content.kind.rawValue + (content.id.map { ":\($0)" } ?? "") + season
  }
}

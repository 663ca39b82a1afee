/// Which graphics an entry of a timeline shows, told from those of its channel.
///
///     let evening = Look(keepsChannel: true, graphics: [lowerThird])
///     evening.graphics(of: [logo])  // the logo, and the lower third above it
public struct Look: Hashable, Sendable {
  /// Whether the channel's own are shown.
  public var keepsChannel: Bool
  /// What is shown besides, from the lowest to the highest.
  public var graphics: [GraphicID]

  /// A look of its parts.
  public init(keepsChannel: Bool, graphics: [GraphicID] = []) {
    self.keepsChannel = keepsChannel
    self.graphics = graphics
  }

  /// The channel's own, and nothing else.
  public static let channel = Look(keepsChannel: true)
  /// Nothing at all.
  public static let none = Look(keepsChannel: false)

  /// What is shown on a channel with certain graphics of its own, each once.
  public func graphics(of channel: [GraphicID]) -> [GraphicID] {
    Self.each((keepsChannel ? channel : []) + graphics)
  }

  /// The look that comes of another one above this.
  public func wearing(_ above: Look) -> Look {
    guard above.keepsChannel else { return above }
    return Look(keepsChannel: keepsChannel, graphics: Self.each(graphics + above.graphics))
  }

  /// Each of them once, where it comes first.
  private static func each(_ graphics: [GraphicID]) -> [GraphicID] {
    var seen: Set<GraphicID> = []
    return graphics.filter { seen.insert($0).inserted }
  }
}

extension Look {
  /// The look in few letters, such as `+3,5` or `=`; nil for the channel's own.
  public var word: String? {
    guard self != .channel else { return nil }
    let numbers = graphics.map { "\($0.rawValue)" }.joined(separator: ",")
    return (keepsChannel ? "+" : "=") + numbers
  }

  /// Reads what ``word`` wrote; anything else is the channel's own.
  public init(word: String?) {
    self = .channel
    guard let sign = word?.first, sign == "+" || sign == "=", let word else { return }
    keepsChannel = sign == "+"
    graphics = word.dropFirst().split(separator: ",").compactMap { Int64($0) }
      .map(GraphicID.init(rawValue:))
  }
}

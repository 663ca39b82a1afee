public import Library

/// The graphics of a deco.
public struct DecoLook: Hashable, Codable, Sendable {
  /// What becomes of the channel's own graphics.
  public enum Mode: String, Codable, CaseIterable, Sendable {
    /// The deco's take their place.
    case replace
    /// The deco's come as well.
    case add
    /// There are none.
    case none
  }

  /// What becomes of the channel's own.
  public var mode: Mode
  /// The deco's own, from the lowest to the highest.
  public var graphics: [GraphicID]?

  /// A look of its parts.
  public init(mode: Mode, graphics: [GraphicID]? = nil) {
    self.mode = mode
    self.graphics = graphics
  }

  /// How many graphics it may have.
  static let most = 8

  func look() throws(RuleFault) -> Look {
    let graphics = graphics ?? []
    guard graphics.count <= Self.most else {
      throw RuleFault("look.graphics", "At most \(Self.most) graphics are possible.")
    }
    guard (mode == .none) == graphics.isEmpty else {
      throw RuleFault(
        "look.graphics",
        mode == .none
          ? "A deco that shows no graphics has none; leave them out."
          : "Name the graphics that the deco shows, or choose the mode 'none'.")
    }
    return Look(keepsChannel: mode == .add, graphics: graphics)
  }
}

/// What a step of a script switches graphics to.
public enum GraphicSwitch: Hashable, Sendable {
  /// As the channel and its decos say.
  case on
  /// None.
  case off
  /// This one.
  case graphic(GraphicID)
}

extension CodingUserInfoKey {
  /// Under which a decoder finds graphics by their names: a ``GraphicSwitch/Finder``.
  public static let graphicNames = CodingUserInfoKey(rawValue: "graphicNames")
}

extension GraphicSwitch: Codable {
  /// The graphic of a name; nil where there is none.
  public typealias Finder = @Sendable (_ name: String) -> GraphicID?

  /// Reads `"on"`, `"off"` or a graphic's number, or its name where the decoder knows names.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int64.self) {
      self = .graphic(GraphicID(rawValue: number))
      return
    }
    switch try container.decode(String.self) {
    case "on": self = .on
    case "off": self = .off
    case let word:
      let find = CodingUserInfoKey.graphicNames.flatMap { decoder.userInfo[$0] as? Finder }
      if let graphic = find?(word) {
        self = .graphic(graphic)
        return
      }
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "'\(word.prefix(40))' is neither on, off nor a graphic, by name or number"
      )
    }
  }

  /// Writes `"on"`, `"off"` or a graphic's number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .on: try container.encode("on")
    case .off: try container.encode("off")
    case .graphic(let graphic): try container.encode(graphic.rawValue)
    }
  }
}

/// The number of one medium in the library.
public struct MediaID: RawRepresentable, Hashable, Comparable, Codable, Sendable {
  /// The row number.
  public var rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
  /// Orders by row number.
  public static func < (first: MediaID, second: MediaID) -> Bool {
    first.rawValue < second.rawValue
  }
}

/// The number of one folder that the library reads.
public struct FolderID: RawRepresentable, Hashable, Codable, Sendable {
  /// The row number.
  public var rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one show.
public struct ShowID: RawRepresentable, Hashable, Codable, Sendable {
  /// The row number.
  public var rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one collection.
public struct CollectionID: RawRepresentable, Hashable, Codable, Sendable {
  /// The row number.
  public var rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of one graphic that is laid over pictures.
public struct GraphicID: RawRepresentable, Hashable, Codable, Sendable {
  /// The row number.
  public var rawValue: Int64
  /// Wraps a row number.
  public init(rawValue: Int64) { self.rawValue = rawValue }
}

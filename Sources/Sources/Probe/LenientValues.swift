/// A number that ffprobe writes as a number here and as text there.
struct LenientNumber: Decodable {
  let value: Double?

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number.isFinite ? number : nil
    } else {
      let text = try? container.decode(String.self)
      value = text.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
    }
  }
}

/// Text, also where ffprobe writes a number or where the value is of no use.
struct LenientText: Decodable {
  let value: String?

  /// More of a tag than this is not kept; hostile files carry megabytes.
  private static let longest = 300

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      value = String(text.prefix(Self.longest))
    } else if let number = try? container.decode(Int64.self) {
      value = String(number)
    } else {
      value = nil
    }
  }
}

/// A list of which the elements that can't be read are left out.
struct LenientList<Element: Decodable>: Decodable {
  let elements: [Element]

  private struct Slot: Decodable {
    let element: Element?

    init(from decoder: any Decoder) throws {
      element = try? Element(from: decoder)
    }
  }

  init(from decoder: any Decoder) throws {
    let slots = try? decoder.singleValueContainer().decode([Slot].self)
    elements = slots?.compactMap(\.element) ?? []
  }
}

extension KeyedDecodingContainer {
  /// The number of a key; nil where it is missing or no number.
  func number(_ key: Key) -> Double? {
    (try? decodeIfPresent(LenientNumber.self, forKey: key))?.value
  }

  /// The whole number of a key; nil where it is missing, none, or beyond reason.
  func integer(_ key: Key) -> Int? {
    number(key).flatMap { Int(exactly: $0.rounded()) }
  }

  /// The text of a key; nil where it is missing, empty or says that nothing is known.
  func text(_ key: Key) -> String? {
    let text = (try? decodeIfPresent(LenientText.self, forKey: key))?.value
    return text.flatMap { ["", "unknown", "N/A"].contains($0) ? nil : $0 }
  }

  /// The readable elements of a key's list; none where it is missing.
  func list<Element: Decodable>(_ key: Key, of type: Element.Type) -> [Element] {
    (try? decodeIfPresent(LenientList<Element>.self, forKey: key))?.elements ?? []
  }

  /// The fraction of a key, written `30000/1001` or `16:9`; nil where it is
  /// missing or not above zero.
  func ratio(_ key: Key) -> (numerator: Int, denominator: Int)? {
    guard let text = text(key) else { return nil }
    let parts = text.split { $0 == "/" || $0 == ":" }
    guard parts.count == 2, let above = Int(parts[0]), let below = Int(parts[1]),
      above > 0, below > 0
    else { return nil }
    return (above, below)
  }
}

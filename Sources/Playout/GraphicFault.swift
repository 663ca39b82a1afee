import Library

/// A value of a graphic that can't be used, with what may be there instead.
public struct GraphicFault: Error, Hashable, Sendable {
  /// The field, as the API names it.
  public var field: String
  /// What may be there, and why.
  public var detail: String

  /// A fault with both its parts.
  public init(_ field: String, _ detail: String) {
    self.field = field
    self.detail = detail
  }
}

extension GraphicDesign {
  /// How many graphics one picture may have.
  public static let mostAtOnce = 8

  /// What is wrong with it; empty where it can be used.
  public func faults() -> [GraphicFault] {
    [contentFault()].compactMap(\.self) + placeFaults() + timeFaults() + wordFaults()
  }

  private func contentFault() -> GraphicFault? {
    // Scripts say these for all graphics.
    if ["on", "off"].contains(name.lowercased()) {
      return GraphicFault("name", "A graphic can't be called '\(name)'; choose another name.")
    }
    switch kind {
    case .image:
      return image == nil
        ? GraphicFault("image", "Give the picture: upload a PNG, JPEG, GIF or WebP file first.")
        : nil
    case .text:
      do throws(GraphicFault) {
        _ = try GraphicTemplate(text ?? "")
        return nil
      } catch { return error }
    }
  }

  private func placeFaults() -> [GraphicFault] {
    [
      bound("width", "width", width, 1...100, "percent of the picture's; leave it out for its own"),
      bound("marginX", "margin", marginX, 0...50, "percent of the picture's width"),
      bound("marginY", "margin", marginY, 0...50, "percent of the picture's height"),
      bound("opacity", "opacity", opacity, 0.05...1, "where 1 hides what is behind it"),
    ].compactMap(\.self)
  }

  private func timeFaults() -> [GraphicFault] {
    var faults: [GraphicFault] = []
    if let rhythm {
      if !(Span.seconds(10)...(.hours(24))).contains(rhythm.period) {
        faults.append(
          GraphicFault("rhythm.period", "It must come again after 10 seconds to 24 hours."))
      }
      if rhythm.length < .seconds(1) || rhythm.length >= rhythm.period {
        faults.append(
          GraphicFault(
            "rhythm.length",
            "It must be seen for a second at least, and for less than the time after which it "
              + "comes again; leave the rhythm out to see it always."))
      }
    }
    let seen = [rhythm?.length, first].compactMap(\.self).min()
    if !(Span.zero...(.seconds(5))).contains(fade) || seen.map({ fade + fade > $0 }) ?? false {
      faults.append(
        GraphicFault(
          "fade",
          "It may take up to 5 seconds to come and to go, and no more than half the time for which "
            + "it is seen."))
    }
    if let first, !(Span.seconds(1)...(.hours(6))).contains(first) {
      faults.append(
        GraphicFault("first", "It must be the first second to the first 6 hours of a programme."))
    }
    return faults
  }

  private func wordFaults() -> [GraphicFault] {
    var faults = [
      bound("size", "size", look.size, 1...25, "percent of the picture's height for a line")
    ].compactMap(\.self)
    for (field, color) in [("color", look.color), ("background", look.background ?? "000000")] {
      let isColor = color.utf8.count == 6 && color.allSatisfy { $0.isHexDigit && $0.isASCII }
      if !isColor {
        faults.append(
          GraphicFault(field, "A colour has six hexadecimal digits, such as ffcc00."))
      }
    }
    return faults
  }

  private func bound(
    _ field: String, _ what: String, _ value: Double?, _ range: ClosedRange<Double>,
    _ unit: String
  ) -> GraphicFault? {
    guard let value, !range.contains(value) else { return nil }
    func plain(_ number: Double) -> String {
      number == number.rounded() ? "\(Int(number))" : "\(number)"
    }
    return GraphicFault(
      field,
      "The \(what) must be \(plain(range.lowerBound)) to \(plain(range.upperBound)) \(unit).")
  }
}

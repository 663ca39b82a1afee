import Foundation

/// Measured figures, and how they are spread.
package struct Samples: Sendable, Codable {
  /// The figures as they came.
  package private(set) var values: [Double] = []

  /// No figure yet.
  package init() {}

  /// Takes a figure.
  package mutating func append(_ value: Double) { values.append(value) }

  /// Takes all figures of others.
  package mutating func append(contentsOf other: Samples) { values += other.values }

  /// The figure that a part of all stay below.
  package func quantile(_ part: Double) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
  }

  /// The greatest figure, whatever its sign.
  package var greatest: Double { values.map(abs).max() ?? 0 }

  /// How many figures lie between the given borders, the first and the last open.
  package func counts(borders: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: borders.count + 1)
    for value in values { counts[borders.firstIndex { value < $0 } ?? borders.count] += 1 }
    return counts
  }

  /// The spread in one line.
  package var line: String {
    String(
      format: "n %d, median %.1f, 5 %% %.1f, 95 %% %.1f, least %.1f, most %.1f", values.count,
      quantile(0.5), quantile(0.05), quantile(0.95), values.min() ?? 0, values.max() ?? 0)
  }

  /// The spread as a histogram of text.
  package func histogram(borders: [Double], unit: String) -> [String] {
    let counts = counts(borders: borders)
    let most = max(1, counts.max() ?? 1)
    return counts.indices.map { index in
      let from = index == 0 ? "" : String(format: "%g", borders[index - 1])
      let to = index == borders.count ? "" : String(format: "%g", borders[index])
      let bar = String(repeating: "#", count: (counts[index] * 40 + most - 1) / most)
      let range = "\(from)…\(to) \(unit)"
      return "    \(range)\(String(repeating: " ", count: max(0, 18 - range.count)))"
        + " \(counts[index])\t\(bar)"
    }
  }
}

import Foundation
import Library

/// Moments as ISO 8601 writes them, in UTC.
enum MomentText {
  static func write(_ moment: Moment) -> String {
    let second = moment.milliseconds.flooredQuotient(by: 1000)
    let rest = moment.milliseconds - second * 1000
    let text = Date(timeIntervalSince1970: Double(second)).formatted(.iso8601)
    guard rest > 0 else { return text }
    let digits = String(1000 + rest).dropFirst()
    return text.dropLast() + ".\(digits)Z"
  }

  static func read(_ text: String) -> Moment? {
    guard text.utf8.count <= 40 else { return nil }
    var bare = text
    var rest: Int64 = 0
    if let dot = text.firstIndex(of: ".") {
      let digits = text[text.index(after: dot)...].prefix { $0.isASCII && $0.isNumber }
      guard (1...3).contains(digits.count),
        let number = Int64(digits + String(repeating: "0", count: 3 - digits.count))
      else { return nil }
      rest = number
      bare = String(text[..<dot]) + text[digits.endIndex...]
    }
    guard let date = try? Date(bare, strategy: .iso8601) else { return nil }
    return Moment(milliseconds: Int64(date.timeIntervalSince1970.rounded()) * 1000 + rest)
  }
}

extension Int64 {
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

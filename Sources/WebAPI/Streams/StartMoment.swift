import Foundation
import Library

extension Moment {
  /// Reads a moment as players write it: seconds or milliseconds since 1970, or ISO 8601.
  ///
  /// Nil for anything else, and for moments before 1970 or after the year 9999.
  init?(written text: String) {
    if !text.isEmpty, text.utf8.count <= 15, text.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int64(text)
    {
      // Milliseconds are twelve digits long since 1973; seconds get there in the year 5138.
      self.init(milliseconds: number < 100_000_000_000 ? number * 1000 : number)
    } else if let date = Self.date(text) {
      self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    } else {
      return nil
    }
    guard (0...253_402_300_799_000).contains(milliseconds) else { return nil }
  }

  private static func date(_ text: String) -> Date? {
    guard (20...35).contains(text.utf8.count) else { return nil }
    // A plus that nobody encoded arrives as a space.
    let text = text.replacing(" ", with: "+")
    return [false, true].lazy.compactMap { fraction in
      try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: fraction))
    }.first
  }

  /// The moment as ISO 8601 in whole seconds, for people and players.
  var calendarText: String {
    Date(timeIntervalSince1970: Double(milliseconds / 1000)).formatted(.iso8601)
  }
}

import Library

/// Times as XMLTV writes them: 14 digits and the zone, which is always `+0000`,
/// as some players read no other.
enum XMLTVTime {
  /// The moment in whole seconds, within the years that 14 digits can tell.
  static func seconds(_ moment: Moment) -> Int64 {
    let milliseconds = moment.milliseconds
    let seconds = milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0)
    return min(max(seconds, 0), 253_402_300_799)
  }

  /// Writes `20260131235959 +0000`.
  static func write(_ seconds: Int64, to writer: inout ByteWriter) {
    let day = civil(days: Int(seconds / 86_400))
    let second = Int(seconds % 86_400)
    writer.write(day.year, digits: 4)
    writer.write(day.month, digits: 2)
    writer.write(day.day, digits: 2)
    writer.write(second / 3600, digits: 2)
    writer.write(second / 60 % 60, digits: 2)
    writer.write(second % 60, digits: 2)
    writer.write(" +0000")
  }

  /// The date so many days after 1970-01-01, for days that are not negative.
  ///
  /// Counted in years that begin in March, so that the leap day comes last.
  private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}

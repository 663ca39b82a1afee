import Foundation
public import Library

extension ZoneTable {
  /// The table of a zone such as `Europe/Berlin`, for the years around a window.
  ///
  /// Nil when the machine knows no such zone. A year and more lies on both
  /// sides of the window, so that yearly rules are found.
  public init?(named name: String, from: Moment, until: Moment) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    func offset(_ moment: Moment) -> Int64 {
      Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: moment.seconds)))
    }
    var day = Moment(seconds: (from - .days(800)).milliseconds / 86_400_000 * 86_400)
    let end = until + .days(800)
    var before = offset(day)
    self.init(first: .seconds(before))
    while day < end {
      let next = day + .days(4)
      let after = offset(next)
      if after != before {
        var low = day.milliseconds / 1000
        var high = next.milliseconds / 1000
        while high - low > 1 {
          let middle = (low + high) / 2
          if offset(Moment(seconds: middle)) == before { low = middle } else { high = middle }
        }
        changes.append(Change(moment: Moment(seconds: high), offset: .seconds(after)))
      }
      before = after
      day = next
    }
  }
}

extension Moment {
  fileprivate var seconds: Double { Double(milliseconds) / 1000 }
}

import Control
import Glibc
import Library
import Playout

// MARK: - What screens say, and never the path of a file

extension ScreenMessage {
  /// While the first picture of an item is awaited.
  static let oneMoment = ScreenMessage(headline: "One moment, please")

  /// Where nothing is scheduled, whatever comes later.
  static let offAir = ScreenMessage(headline: "Nothing is on at the moment")

  /// Where nothing is to be seen or heard.
  static let darkness = ScreenMessage(headline: "")

  /// Where nothing is scheduled.
  static func nothing(until next: PlanItem?, at moment: Moment) -> ScreenMessage {
    guard let next else { return offAir }
    let time = next.start.clockTime(seenFrom: moment)
    return ScreenMessage(
      headline: offAir.headline, lines: ["The programme starts again at \(time)", next.title])
  }

  /// To those who find no place; nothing of it is about one viewer, so that all can share it.
  static func reached(_ limit: Limit) -> ScreenMessage {
    let reason =
      switch limit {
      case .channelViewers: "This channel has all the viewers it may have."
      case .clientViewers: "Your address has all the viewers it may have."
      case .stationViewers: "This station has all the viewers it may have."
      case .encoders, .channels: "This station can't prepare another channel now."
      }
    let headline =
      switch limit {
      case .channelViewers, .clientViewers, .stationViewers: "Too many viewers"
      case .encoders, .channels: "Too many channels"
      }
    return ScreenMessage(headline: headline, lines: [reason, "Please try again later."])
  }

  /// In the place of an item that can't be played.
  static func failure(of item: PlanItem, next: PlanItem?, at moment: Moment) -> ScreenMessage {
    var lines = [item.title]
    if let next {
      lines.append("Next: \(next.title) at \(next.start.clockTime(seenFrom: moment))")
    }
    return ScreenMessage(headline: "This programme can't be shown", lines: lines)
  }
}

extension Moment {
  /// The time of day in the station's time zone, with the day where it is far off.
  fileprivate func clockTime(seenFrom moment: Moment) -> String {
    var seconds = time_t(milliseconds / 1000)
    var parts = tm()
    localtime_r(&seconds, &parts)
    let minutes = parts.tm_min < 10 ? "0\(parts.tm_min)" : "\(parts.tm_min)"
    let time = "\(parts.tm_hour):\(minutes)"
    guard self - moment > .hours(18) else { return time }
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    return "\(time) on \(days[Int(parts.tm_wday) % 7])"
  }
}

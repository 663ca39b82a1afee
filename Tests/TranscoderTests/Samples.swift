import Control
import Foundation
import Library
import Packaging
import Playout

@testable import Transcoder

/// Small values that the suites of the transcoder share.
enum Samples {
  static let channel = Channel(
    id: id("abcdefgh"), number: number("7"),
    name: "Seven", profile: "tiny", premiere: Moment(milliseconds: 0))

  /// The channels that there is a plan for.
  static let channels = ["abcdefgh", "abcdefgi", "abcdefgj"].map(id)

  static let profile = TranscodeProfile(
    name: "tiny", width: 320, height: 180, frameRate: 30, videoBitrate: 300_000,
    preset: "ultrafast", audioBitrate: 96_000, allowsCopy: true)

  static func id(_ text: String) -> ChannelID {
    guard let id = ChannelID(rawValue: text) else { preconditionFailure("'\(text)' is no id") }
    return id
  }

  static func number(_ text: String) -> ChannelNumber {
    guard let number = ChannelNumber(text) else { preconditionFailure("'\(text)' is no number") }
    return number
  }

  static func item(
    _ id: Int64, from start: Int64, to end: Int64, path: String = "/a.mp4",
    inPoint: Span = .zero, probe: MediaProbe = MediaProbe(container: "mp4", duration: .seconds(9))
  ) -> PlanItem {
    PlanItem(
      id: id, start: Moment(milliseconds: start), end: Moment(milliseconds: end),
      inPoint: inPoint, title: "Item \(id)", path: path, probe: probe)
  }

  static func plan(_ items: [PlanItem]) -> Plan {
    Plan(
      channel: channel, profile: profile, from: items.first?.start ?? .init(seconds: 0),
      items: items)
  }

  /// Gives a plan fragments, two smaller pictures, a second sound track and subtitles.
  static func offerChoice(_ plan: inout Plan) {
    plan.profile.segments = .fragmented
    plan.profile.ladder = [
      LadderRung(width: 160, height: 90, videoBitrate: 100_000),
      LadderRung(width: 128, height: 72, videoBitrate: 60_000),
    ]
    plan.channel.audioTracks = [AudioRendition(name: "Deutsch", language: "de", rules: [])]
    plan.channel.subtitles = [SubtitleRendition(name: "English", language: "en", rules: [])]
  }

  static func viewer(_ letter: Character, mode: Viewer.Mode = .hls) -> Viewer {
    Viewer(
      session: String(repeating: letter, count: 16), mode: mode, address: "127.0.0.1",
      client: "test")
  }
}

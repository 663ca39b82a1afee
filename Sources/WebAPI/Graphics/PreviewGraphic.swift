import FastCGI
import Foundation
import Library
import Pipeline
import Playout
import Store

/// A graphic that somebody wants to see before it is anywhere.
struct GraphicPreview: Codable {
  /// What it is to be; what is left out is as usual.
  var graphic: GraphicWish
  /// The name of the profile whose picture it is drawn on; the first when it is left out.
  var profile: String?
}

/// Draws it over a picture, with the words of what is on now.
func previewGraphic(_ call: Call, _ wish: GraphicPreview) throws -> Response {
  let studio = call.studio
  let name = try ChannelFields.profile(wish.profile, in: studio.store)
  let profile = try studio.store.profile(named: name) ?? TranscodeProfile.builtIn[0]
  var named = wish.graphic
  if named.name?.isEmpty ?? true { named.name = "Unnamed" }
  var design = try named.fresh(in: studio)
  // All of it is to be seen, whenever that is.
  (design.first, design.isOnFillers) = (nil, true)
  guard
    let graphic = design.graphic(try call.sample(), in: studio.store.graphicsFolder)
  else { throw Problem.invalid("text", "None of its names is known at present.") }
  let picture: [UInt8]
  do {
    picture = try studio.drawGraphics([graphic], profile, GraphicStage(moment: studio.now()))
  } catch let failure as GraphicFailure {
    throw Problem(422, failure.reason)
  }
  return Response(
    headers: ["Content-Type": "image/jpeg", "Cache-Control": "no-store"], body: .bytes(picture))
}

extension Call {
  /// What is on now on the first channel that shows anything, or what might be.
  fileprivate func sample() throws -> GraphicFacts {
    let now = studio.now()
    let row = try studio.store.onAir(at: now).first { $0.now != nil }
    func programme(_ title: String, after span: Span) -> Programme {
      Programme(
        id: 0, start: now + span, end: now + span + .hours(1), title: title,
        subtitle: "An Episode", season: 1, episode: 2, year: 1999, kind: .episode,
        media: MediaID(rawValue: 0))
    }
    let shown = row?.now ?? programme("A Programme", after: .zero)
    let item = PlanItem(
      id: 0, start: now, end: shown.end, inPoint: .zero, title: shown.title, path: "",
      probe: MediaProbe(container: "", duration: .zero))
    guard let channel = row?.channel ?? ChannelFields.sample(now) else {
      throw Problem(500, "There is no channel to show.")
    }
    return GraphicFacts(
      channel: channel, item: item, now: shown,
      next: row?.next ?? programme("The Next One", after: .hours(1)), zone: Self.localOffset)
  }

  @Sendable private static func localOffset(_ moment: Moment) -> Int {
    TimeZone.current.secondsFromGMT(
      for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000))
  }
}

extension ChannelFields {
  /// A channel of a station that has none.
  fileprivate static func sample(_ now: Moment) -> Channel? {
    guard let id = ChannelID(rawValue: "aaaaaaaa"), let number = ChannelNumber("7") else {
      return nil
    }
    return Channel(id: id, number: number, name: "My channel", profile: "", premiere: now)
  }
}

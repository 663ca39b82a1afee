import Foundation
import GRDB
import Library
import Playout
import Schedule

/// Gives the items of a plan their graphics, with all words filled in.
struct GraphicsDesk {
  /// So long before a programme's last part its first one is looked for.
  private static let reach = Span.hours(4)
  /// So far behind the plan's last item the programme after it is looked for.
  private static let ahead = Span.hours(12)

  private let channel: Channel
  private let airing: Airing
  private let designs: [GraphicID: GraphicDesign]
  private let folder: String
  private let offset: @Sendable (Moment) -> Int

  /// A desk for a channel; it reads nothing further where the station has no graphics.
  init(
    of entry: ProgrammedChannel, _ airing: Airing, in db: Database, folder: String, zone: TimeZone
  ) throws {
    channel = entry.channel
    self.airing = airing
    self.folder = folder
    // One that can't be read takes no channel off air.
    let pairs = try db.rows(GraphicSQL.all) { row in
      (try? GraphicDesign(row: row)).map { (GraphicID(rawValue: row["id"]), $0) }
    }
    designs = Dictionary(uniqueKeysWithValues: pairs.compactMap(\.self))
    let named = designs.isEmpty ? nil : (try? entry.programming())?.timeZone
    let zone = named.flatMap(TimeZone.init(identifier:)) ?? zone
    offset = { moment in
      zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000))
    }
  }

  /// The items with what is laid over them.
  func dressed(_ planned: [PlannedItem], now: Moment, in db: Database) throws -> [PlanItem] {
    let looks = planned.map { designs(of: $0.look) }
    guard let first = planned.first, let last = planned.last, looks.contains(where: { !$0.isEmpty })
    else { return planned.map(\.item) }
    var guide: [Programme] = []
    if looks.joined().contains(where: \.needsGuide) {
      guide = try airing.programmes(
        from: first.start - Self.reach, to: last.end + Self.ahead, now: now, in: db)
    }
    var place = guide.startIndex
    return zip(planned, looks).map { planned, designs in
      var item = planned.item
      guard !designs.isEmpty else { return item }
      while place < guide.endIndex, guide[place].end <= item.start { place += 1 }
      let isOn = place < guide.endIndex && guide[place].start <= item.start
      let next = isOn ? place + 1 : place
      let facts = GraphicFacts(
        channel: channel, item: item, isFiller: planned.role.isFiller,
        now: isOn ? guide[place] : nil, next: next < guide.endIndex ? guide[next] : nil,
        zone: offset)
      let graphics = designs.compactMap { $0.graphic(facts, in: folder) }
      item.graphics = graphics.isEmpty ? nil : graphics
      return item
    }
  }

  /// Lays the channel's own graphics over what takes it over.
  func dress(_ takeOvers: inout [TakeOver]) {
    let designs = designs(of: .channel)
    guard !designs.isEmpty else { return }
    for index in takeOvers.indices {
      let facts = GraphicFacts(
        channel: channel, item: takeOvers[index].item,
        now: takeOvers[index].programme(at: takeOvers[index].start), zone: offset)
      let graphics = designs.compactMap { $0.graphic(facts, in: folder) }
      takeOvers[index].graphics = graphics.isEmpty ? nil : graphics
    }
  }

  /// The designs of a look; what is gone meanwhile is left out.
  private func designs(of look: Look) -> [GraphicDesign] {
    Array(
      look.graphics(of: channel.graphics ?? []).compactMap { designs[$0] }
        .prefix(GraphicDesign.mostAtOnce))
  }
}

extension GraphicDesign {
  fileprivate var needsGuide: Bool {
    kind == .text && ((try? GraphicTemplate(text ?? ""))?.needsGuide ?? false)
  }
}

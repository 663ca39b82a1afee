import Library
import Playout
import Store

func showGuide(_ call: Call) throws -> GuideAnswer {
  let from = try call.moment("from") ?? call.studio.now()
  let hours = try call.integer("hours", in: 1...336) ?? 24
  let to = from + .hours(hours)
  let store = call.studio.store
  let programmes = Dictionary(grouping: try store.guide(from: from, to: to), by: \.channel)
  let rows = try store.channels().map(\.channel).filter(\.isEnabled).map { channel in
    GuideAnswer.Row(
      id: channel.id, number: channel.number, name: channel.name, kind: channel.kind,
      offset: channel.mirror?.offset, pausedAt: channel.pausedAt,
      programmes: programmes[channel.id]?.map(\.programme) ?? [])
  }
  return GuideAnswer(from: from, to: to, channels: rows)
}

import Library
import Playout
import Store

func showPlan(_ call: Call) throws -> Plan {
  let text = call.captures["id"] ?? ""
  let from = try call.moment("from") ?? call.studio.now()
  let hours = try call.integer("hours", in: 1...24).map(Int.init) ?? 6
  guard let id = ChannelID(rawValue: text),
    let plan = try call.studio.store.plan(for: id, from: from, hours: hours)
  else {
    throw Problem.notFound("There is no enabled channel '\(text)'.")
  }
  return plan.levelled(to: call.studio.loudness)
}

import Library
import Playout
import Store

/// How far ahead the transcoder is told what to play.
private let hoursAhead = 6

func showPlan(_ call: Call) throws -> Plan {
  let text = call.captures["id"] ?? ""
  let from = try call.moment("from") ?? call.studio.now()
  guard let id = ChannelID(rawValue: text),
    let plan = try call.studio.store.plan(for: id, from: from, hours: hoursAhead)
  else {
    throw Problem.notFound("There is no enabled channel '\(text)'.")
  }
  return plan.levelled(to: call.studio.loudness)
}

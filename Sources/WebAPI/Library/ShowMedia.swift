import Library
import Store

func showMedia(_ call: Call) throws -> MediaAnswer {
  let id = MediaID(rawValue: try call.number(of: "medium"))
  guard let medium = try call.studio.store.media(id) else {
    throw Problem.notFound("There is no medium \(id.rawValue). See /api/media.")
  }
  var answer = MediaAnswer(medium)
  answer.analysis = try call.studio.store.analyses(of: [id])[id].map {
    AnalysisAnswer($0, of: medium.item.probe, target: call.studio.loudness)
  }
  return answer
}

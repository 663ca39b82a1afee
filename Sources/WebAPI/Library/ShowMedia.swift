import Library
import Store

func showMedia(_ call: Call) throws -> MediaAnswer {
  let id = MediaID(rawValue: try call.number(of: "medium"))
  guard let medium = try call.studio.store.media(id) else {
    throw Problem.notFound("There is no medium \(id.rawValue). See /api/media.")
  }
  return MediaAnswer(medium)
}

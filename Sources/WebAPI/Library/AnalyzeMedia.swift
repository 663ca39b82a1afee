import Library
import Store

func analyzeFolder(_ call: Call) throws -> Job {
  let id = FolderID(rawValue: try call.number(of: "folder"))
  guard try call.studio.store.folder(id) != nil else {
    throw Problem.notFound("There is no folder \(id.rawValue). See /api/folders.")
  }
  return try call.studio.store.enqueueAnalysis(.folder(id))
}

func analyzeMedia(_ call: Call) throws -> Job {
  let id = MediaID(rawValue: try call.number(of: "medium"))
  guard let medium = try call.studio.store.media(id) else {
    throw Problem.notFound("There is no medium \(id.rawValue). See /api/media.")
  }
  guard medium.error == nil, !medium.isMissing else {
    throw Problem(409, "'\(medium.item.path)' can't be played, so it can't be looked through.")
  }
  return try call.studio.store.enqueueAnalysis(.media(id))
}

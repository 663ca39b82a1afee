import Library
import Store

func scanFolder(_ call: Call) throws -> Job {
  let id = FolderID(rawValue: try call.number(of: "folder"))
  guard try call.studio.store.folder(id) != nil else {
    throw Problem.notFound("There is no folder \(id.rawValue). See /api/folders.")
  }
  return try call.studio.store.enqueue(kind: .scan, subject: String(id.rawValue))
}

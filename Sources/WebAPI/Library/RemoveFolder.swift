import Control
import Library
import Store

func removeFolder(_ call: Call) throws {
  try call.studio.store.deleteFolder(FolderID(rawValue: call.number(of: "folder")))
  // What channels of the whole library play has changed.
  try call.studio.store.enqueue(kind: .timeline)
  try call.guideChanged()
  call.publish(.library, "folder removed")
}

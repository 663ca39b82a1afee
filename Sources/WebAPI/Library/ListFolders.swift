import Library
import Store

/// A folder as the API shows it.
struct FolderAnswer: Codable, Hashable {
  var id: FolderID
  var path: String
  var addedAt: Moment
  var items: Int
  var failed: Int
  var lastScan: Moment?
  var state: LibraryFolder.State
  var detail: String?

  init(_ folder: LibraryFolder) {
    id = folder.id
    path = folder.path
    addedAt = folder.addedAt
    items = folder.items
    failed = folder.failed
    lastScan = folder.lastScan
    state = folder.state
    detail = folder.detail
  }
}

/// Every folder that the library reads.
struct FolderList: Codable, Hashable {
  var folders: [FolderAnswer]
}

func listFolders(_ call: Call) throws -> FolderList {
  FolderList(folders: try call.studio.store.folders().map(FolderAnswer.init))
}

import Control
import Dossiers
import FastCGI
import Library
import Playout

/// What failed on air, newest first.
struct FailureList: Codable, Hashable {
  /// One failure, without what only its dossier tells.
  struct Row: Codable, Hashable {
    var id: String
    var at: Moment
    var lastAt: Moment
    /// How often the same was seen.
    var count: Int
    var channel: ChannelID
    var number: ChannelNumber
    var channelName: String
    var title: String
    var path: String
    var method: String
    var cause: String
    var why: String

    init(_ dossier: Dossier) {
      id = dossier.id
      at = dossier.at
      lastAt = dossier.lastAt
      count = dossier.count
      channel = dossier.channel
      number = dossier.number
      channelName = dossier.channelName
      title = dossier.title
      path = dossier.path
      method = dossier.method
      cause = dossier.cause
      why = dossier.why
    }
  }

  /// How many there are in all.
  var total: Int
  var failures: [Row]
}

func listFailures(_ call: Call) throws -> FailureList {
  let limit = Int(try call.integer("limit", in: 1...500) ?? 50)
  let channel = try call.channelQuery()
  let folder = call.studio.dossiers
  return FailureList(
    total: folder.names.count { channel == nil || $0.channel == channel },
    failures: folder.newest(limit, of: channel).map(FailureList.Row.init))
}

func showFailure(_ call: Call) throws -> Dossier {
  let name = try call.dossierName()
  guard let dossier = call.studio.dossiers.read(name) else { throw Call.noFailure(name.text) }
  return dossier
}

func removeFailure(_ call: Call) throws {
  let name = try call.dossierName()
  guard call.studio.dossiers.remove(name) else { throw Call.noFailure(name.text) }
  call.publish(.failures, "removed")
}

func removeFailures(_ call: Call) throws {
  if call.studio.dossiers.removeAll() > 0 { call.publish(.failures, "removed") }
}

extension Call {
  /// The dossier in the path: only what has a dossier's shape is looked for.
  fileprivate func dossierName() throws -> DossierName {
    let text = captures["id"] ?? ""
    guard let name = DossierName(text) else { throw Self.noFailure(text) }
    return name
  }

  fileprivate static func noFailure(_ id: String) -> Problem {
    .notFound(
      "There is no failure '\(id.prefix(60))'; it may have been removed. See /api/failures.")
  }

  /// The channel in the query.
  fileprivate func channelQuery() throws -> ChannelID? {
    guard let text = request.query["channel"], !text.isEmpty else { return nil }
    guard let id = ChannelID(rawValue: text) else {
      throw Problem(400, "'channel' must be a channel's id.", field: "channel")
    }
    return id
  }
}

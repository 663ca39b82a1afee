import FastCGI
import Library
import Store

/// A page of what a search found.
struct MediaList: Codable, Hashable, JSONWritable {
  var total: Int
  var items: [MediaAnswer]

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("total", total)
    json.field("items", items)
    json.close()
  }
}

func listMedia(_ call: Call) throws -> MediaList {
  let rows: ClosedRange<Int64> = 1...Int64.max
  let text = call.request.query["q"].map { String($0.prefix(200)) }
  let query = MediaQuery(
    text: text?.isEmpty == true ? nil : text, search: try call.search("search"),
    folder: try call.integer("folder", in: rows).map(FolderID.init(rawValue:)),
    show: try call.integer("show", in: rows).map(ShowID.init(rawValue:)),
    kind: try call.word("kind", MediaKind.self),
    isFailed: try call.word("failed", Answered.self).map { $0 == .true },
    limit: Int(try call.integer("limit", in: 1...500) ?? 100),
    offset: Int(try call.integer("offset", in: 0...1_000_000_000) ?? 0))
  let found = try call.studio.store.media(query: query)
  return MediaList(total: found.total, items: found.items.map(MediaAnswer.init))
}

/// Yes and no as words in a query.
enum Answered: String, CaseIterable {
  case `true`, `false`
}

extension Call {
  /// The search in a query parameter; everything where there is none.
  func search(_ name: String) throws -> SearchQuery {
    do {
      return try SearchQuery(request.query[name] ?? "")
    } catch {
      throw Problem(400, error.detail, field: name)
    }
  }
}

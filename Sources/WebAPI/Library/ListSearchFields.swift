import Library

/// What can be searched by.
struct SearchFieldList: Codable, Hashable {
  /// One field.
  struct Field: Codable, Hashable {
    /// What stands before the colon.
    var name: String
    var summary: String
    /// A search by it.
    var example: String
    /// What may stand behind the colon, where that is one of some words.
    var words: [String]?
  }

  var fields: [Field]
}

func listSearchFields(_ call: Call) throws -> SearchFieldList {
  SearchFieldList(
    fields: SearchField.all.map { field in
      var words: [String]?
      if case .word(let known) = field.kind { words = known }
      return .init(
        name: field.name, summary: field.summary, example: "\(field.name):\(field.example)",
        words: words)
    })
}

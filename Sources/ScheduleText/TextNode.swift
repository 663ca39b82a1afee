/// A part of a text: a word, a list or fields, and where it stands.
struct TextNode: Sendable {
  indirect enum Content: Sendable {
    /// A word, and whether it stands there without quotes.
    case word(String, isPlain: Bool)
    case list([TextNode])
    case fields([Field])
  }
  /// One field, where its name stands, and what it holds.
  struct Field: Sendable {
    var name: String
    var place: TextPlace
    var value: TextNode
  }

  var content: Content
  var place: TextPlace

  var word: String? { if case .word(let text, _) = content { text } else { nil } }
  var list: [TextNode]? { if case .list(let nodes) = content { nodes } else { nil } }
  var fields: [Field]? { if case .fields(let fields) = content { fields } else { nil } }

  /// Whether nothing stands there.
  var isNothing: Bool {
    guard case .word(let text, isPlain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  subscript(name: String) -> TextNode? { fields?.first { $0.name == name }?.value }

  /// Where a field stands, or as much of the way to it as is there.
  func place(of way: String) -> TextPlace {
    var node = self
    var found = place
    for step in way.split(separator: ".") {
      if let field = node.fields?.first(where: { $0.name == step }) {
        (node, found) = (field.value, field.place)
      } else if let list = node.list, let index = Int(step), list.indices.contains(index) {
        node = list[index]
        found = node.place
      } else {
        return found
      }
    }
    return found
  }

  /// The same with a field more or another value of it, or without it.
  func with(_ name: String, _ value: TextNode?) -> TextNode {
    guard var fields else { return self }
    let index = fields.firstIndex { $0.name == name }
    switch (index, value) {
    case (let index?, let value?): fields[index].value = value
    case (let index?, nil): fields.remove(at: index)
    case (nil, let value?): fields.append(Field(name: name, place: place, value: value))
    case (nil, nil): break
    }
    return TextNode(content: .fields(fields), place: place)
  }

  static func word(_ text: String, isPlain: Bool = true) -> TextNode {
    TextNode(content: .word(text, isPlain: isPlain), place: TextPlace(line: 0, column: 0))
  }

  static func list(_ nodes: [TextNode]) -> TextNode {
    TextNode(content: .list(nodes), place: TextPlace(line: 0, column: 0))
  }

  static func fields(_ fields: [(String, TextNode)]) -> TextNode {
    let place = TextPlace(line: 0, column: 0)
    return TextNode(
      content: .fields(fields.map { Field(name: $0, place: place, value: $1) }), place: place)
  }
}

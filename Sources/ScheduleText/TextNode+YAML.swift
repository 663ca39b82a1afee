import Yams

extension TextNode {
  /// A larger text is not read.
  static let mostBytes = 512 << 10
  /// So many parts a text may have, every alias written out.
  private static let mostNodes = 50_000
  /// So deep parts may lie in each other.
  private static let deepest = 60
  /// So many aliases a text may have: of few, not even the worst arrangement grows without bound.
  private static let mostAliases = 20

  /// Reads YAML.
  ///
  /// - Throws: Where it stops being YAML, or is more than is read.
  init(yaml text: String) throws(TextFault) {
    guard text.utf8.count <= Self.mostBytes else {
      throw TextFault(nil, "The text is larger than \(Self.mostBytes >> 10) KB.")
    }
    try Self.checkShape(text)
    let root: Node?
    do { root = try compose(yaml: text) } catch { throw Self.fault(error, in: text) }
    guard let root else { throw TextFault(TextPlace(line: 1, column: 1), "The text is empty.") }
    var count = 0
    self = try Self.made(root, depth: 0, &count, TextPlace(line: 1, column: 1))
  }

  private static func made(
    _ node: Node, depth: Int, _ count: inout Int, _ outer: TextPlace
  ) throws(TextFault) -> TextNode {
    let place = node.mark.map { TextPlace(line: $0.line, column: $0.column) } ?? outer
    count += 1
    guard count <= mostNodes else {
      throw TextFault(place, "The text has more than \(mostNodes) parts, aliases written out.")
    }
    guard depth < deepest else { throw TextFault(place, "The text is nested too deep.") }
    switch node {
    case .scalar(let scalar):
      let content = Content.word(scalar.string, isPlain: scalar.style == .plain)
      return TextNode(content: content, place: place)
    case .sequence(let sequence):
      var nodes: [TextNode] = []
      for inner in sequence { nodes.append(try made(inner, depth: depth + 1, &count, place)) }
      return TextNode(content: .list(nodes), place: place)
    case .mapping(let mapping):
      var fields: [Field] = []
      for (key, value) in mapping {
        let at = key.mark.map { TextPlace(line: $0.line, column: $0.column) } ?? place
        guard case .scalar(let name) = key else {
          throw TextFault(at, "The name of a field must be a word.")
        }
        fields.append(
          Field(
            name: name.string, place: at, value: try made(value, depth: depth + 1, &count, at)))
      }
      return TextNode(content: .fields(fields), place: place)
    case .alias: throw TextFault(place, "The alias leads nowhere.")
    }
  }

  /// Refuses what would be too much for a parser that goes down into it.
  private static func checkShape(_ text: String) throws(TextFault) {
    var open = 0
    var aliases = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let place = TextPlace(line: index + 1, column: 1)
      var before = UInt8(ascii: " ")
      var dashes = 0
      var isStart = true
      for byte in line.utf8 {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): open = max(0, open - 1)
        case UInt8(ascii: "*") where " [{,:-?".utf8.contains(before): aliases += 1
        default: break
        }
        if isStart, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?") { dashes += 1 }
        isStart = isStart && " -?".utf8.contains(byte)
        before = byte
      }
      guard open < 200, dashes <= 200 else {
        throw TextFault(place, "The text is nested too deep.")
      }
      guard aliases <= mostAliases else {
        throw TextFault(
          place, "The text has more than \(mostAliases) aliases; name a sequence instead.")
      }
    }
  }

  private static func fault(_ error: any Error, in text: String) -> TextFault {
    func at(_ mark: Mark, _ problem: String, _ context: YamlError.Context?) -> TextFault {
      let words = context.map { " (\($0.text))" } ?? ""
      // What is missing at the end is missed behind the last line.
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
      return TextFault(
        TextPlace(line: min(mark.line, lines), column: mark.column),
        "This is no YAML: \(problem)\(words).")
    }
    guard let error = error as? YamlError else { return TextFault(nil, "This is no YAML.") }
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return at(mark, problem, context)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
      return TextFault(
        TextPlace(line: context.mark.line, column: context.mark.column),
        "The field \(names) is there twice; leave one.")
    case .reader(let problem, let offset, _, _):
      let line = offset.map { text.utf8.prefix($0).count { $0 == UInt8(ascii: "\n") } + 1 }
      return TextFault(line.map { TextPlace(line: $0, column: 1) }, "This is no YAML: \(problem).")
    default: return TextFault(nil, "This is no YAML.")
    }
  }

  /// The text, in YAML.
  func yaml() throws -> String {
    try serialize(node: node, width: -1, allowUnicode: true)
  }

  private var node: Node {
    switch content {
    case .word(let text, let isPlain):
      // Whatever else reads it must not take a text for a number.
      return isPlain ? Node(text) : (try? text.represented()) ?? Node(text)
    case .list(let nodes): return Node(nodes.map(\.node), .implicit, nodes.isShort ? .flow : .block)
    case .fields(let fields):
      return Node(
        fields.map { (Node($0.name), $0.value.node) }, .implicit, fields.isEmpty ? .flow : .block)
    }
  }
}

extension [TextNode] {
  /// Whether it is a few words, which fit on a line.
  fileprivate var isShort: Bool { isEmpty || (count <= 12 && allSatisfy { $0.word != nil }) }
}

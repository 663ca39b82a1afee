/// Any JSON, for the one document that describes all others.
indirect enum JSONTree: Sendable, Hashable {
  case text(String)
  case number(Int)
  case flag(Bool)
  case list([JSONTree])
  case object([Field])

  /// One field of an object, in its order.
  struct Field: Sendable, Hashable {
    let name: String
    let value: JSONTree
  }

  /// An object of these fields, in this order.
  static func fields(_ fields: KeyValuePairs<String, JSONTree>) -> JSONTree {
    .object(fields.map { Field(name: $0.key, value: $0.value) })
  }
}

extension JSONTree: JSONWritable {
  func write(to json: inout JSONBytes) {
    switch self {
    case .text(let text): json.value(text)
    case .number(let number): json.value(number)
    case .flag(let flag): json.value(flag)
    case .list(let list):
      json.openList()
      for part in list { part.write(to: &json) }
      json.closeList()
    case .object(let fields):
      json.open()
      for field in fields {
        json.key(field.name)
        field.value.write(to: &json)
      }
      json.close()
    }
  }
}

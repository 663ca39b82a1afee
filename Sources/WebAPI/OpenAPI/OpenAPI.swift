import FastCGI

/// The description of the API for programs, made from the route table.
public enum OpenAPI {
  /// The document (OpenAPI 3.1) as JSON.
  public static func document(version: String) throws -> [UInt8] {
    var json = JSONBytes(capacity: 64 * 1024)
    try tree(of: Routes.all, version: version).write(to: &json)
    return json.bytes
  }

  static func tree(of routes: [Route], version: String) throws -> JSONTree {
    let book = SchemaBook()
    let shown = routes.filter { $0.permission != .internal }
    var paths: [JSONTree.Field] = []
    for path in shown.map(\.path).uniqued {
      let operations = try shown.filter { $0.path == path }.map {
        JSONTree.Field(
          name: $0.method.rawValue.lowercased(), value: try operation($0, book))
      }
      paths.append(.init(name: path, value: .object(operations)))
    }
    return .fields([
      "openapi": .text("3.1.0"),
      "info": .fields([
        "title": .text("EXStreamTV"), "version": .text(version),
        "description": .text("Live TV channels from your own media. Times are milliseconds."),
        "license": .fields(["name": .text("MIT"), "identifier": .text("MIT")]),
      ]),
      "paths": .object(paths),
      "components": .fields(["schemas": .object(components(book))]),
    ])
  }

  private static func components(_ book: SchemaBook) -> [JSONTree.Field] {
    let found = book.schemas.sorted { $0.key < $1.key }.map {
      JSONTree.Field(name: $0.key, value: $0.value.tree)
    }
    return found + [.init(name: "Problem", value: problem.tree)]
  }

  private static func operation(_ route: Route, _ book: SchemaBook) throws -> JSONTree {
    var fields: [JSONTree.Field] = [
      .init(name: "operationId", value: .text(name(of: route))),
      .init(name: "summary", value: .text(route.summary)),
      .init(name: "tags", value: .list([.text(tag(of: route))])),
      .init(name: "x-permission", value: .text(route.permission.rawValue)),
    ]
    let parameters = route.captureNames.map(pathParameter) + route.query.map(queryParameter)
    if !parameters.isEmpty { fields.append(.init(name: "parameters", value: .list(parameters))) }
    if let body = route.body {
      let content = content("application/json", try book.schema(of: body).tree)
      fields.append(
        .init(name: "requestBody", value: .fields(["required": .flag(true), "content": content])))
    }
    if let type = route.takes {
      let content = content(type, .object([]))
      fields.append(
        .init(name: "requestBody", value: .fields(["required": .flag(true), "content": content])))
    }
    fields.append(.init(name: "responses", value: try responses(route, book)))
    return .object(fields)
  }

  private static func responses(_ route: Route, _ book: SchemaBook) throws -> JSONTree {
    var success: [JSONTree.Field] = [
      .init(name: "description", value: .text(Response.reason(of: route.status)))
    ]
    switch route.answer {
    case .json(let type):
      success.append(
        .init(
          name: "content", value: content("application/json", try book.schema(of: type).tree)))
    case .bytes(let type):
      success.append(.init(name: "content", value: content(type, .object([]))))
    case .nothing: break
    }
    return .object([
      .init(name: String(route.status), value: .object(success)),
      .init(
        name: "default",
        value: .fields([
          "description": .text("Why not (RFC 9457)."),
          "content": content("application/problem+json", Schema.named("Problem").tree),
        ])),
    ])
  }

  private static func content(_ type: String, _ schema: JSONTree) -> JSONTree {
    let inner = JSONTree.fields(["schema": schema])
    return .object([.init(name: type, value: inner)])
  }

  private static func pathParameter(_ name: String) -> JSONTree {
    .fields([
      "name": .text(name), "in": .text("path"), "required": .flag(true),
      "schema": Schema.text.tree,
    ])
  }

  private static func queryParameter(_ field: QueryField) -> JSONTree {
    .fields([
      "name": .text(field.name), "in": .text("query"), "description": .text(field.summary),
      "schema": field.schema.tree,
    ])
  }

  private static let problem = Schema.object([
    .init(name: "type", schema: .text, isRequired: true),
    .init(name: "title", schema: .text, isRequired: true),
    .init(name: "status", schema: .integer(), isRequired: true),
    .init(name: "detail", schema: .text, isRequired: true),
    .init(name: "instance", schema: .text, isRequired: true),
    .init(name: "field", schema: .text, isRequired: false),
  ])

  /// Such as `getChannelsId` for `GET /api/channels/{id}`.
  private static func name(of route: Route) -> String {
    let words = route.path.split { !$0.isLetter && !$0.isNumber }.filter { $0 != "api" }
    let camel = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return route.method.rawValue.lowercased() + camel
  }

  private static func tag(of route: Route) -> String {
    let parts = route.path.split(separator: "/")
    guard parts.first == "api", parts.count > 1 else { return "players" }
    return String(parts[1].prefix { $0 != "." })
  }
}

extension Route {
  /// The names in the path.
  var captureNames: [String] {
    path.split(separator: "{").dropFirst().map { String($0.prefix { $0 != "}" }) }
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, where it comes first.
  fileprivate var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

import FastCGI
import Foundation
import Schedule
import Testing

@testable import WebAPI

@Suite("OpenAPI")
struct OpenAPITests {
  private func document() throws -> [String: Any] {
    let bytes = try TestDesk().ask(.get, "/api/openapi.json").bytes
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test("Every route but our own is described once")
  func paths() throws {
    let paths = try #require(try document()["paths"] as? [String: [String: Any]])
    let described = Set(paths.flatMap { path, methods in methods.keys.map { "\($0) \(path)" } })
    let routes = Routes.all.filter { $0.permission != .internal }
      .map { "\($0.method.rawValue.lowercased()) \($0.path)" }
    #expect(described == Set(routes))
    #expect(Set(routes).count == routes.count)
    let names = paths.values.flatMap { $0.values }.compactMap {
      ($0 as? [String: Any])?["operationId"] as? String
    }
    #expect(Set(names).count == routes.count)
  }

  @Test("Every reference leads somewhere")
  func references() throws {
    let bytes = try TestDesk().ask(.get, "/api/openapi.json").text
    let components = try #require(try document()["components"] as? [String: [String: Any]])
    let names = Set(try #require(components["schemas"]).keys)
    for match in bytes.matches(of: /"#\/components\/schemas\/([^"]+)"/) {
      #expect(names.contains(String(match.1)))
    }
    #expect(names.isSuperset(of: ["ChannelAnswer", "Problem", "GuideAnswer.Row", "Job"]))
  }

  @Test("Schemas tell types, words, lists and what may be missing")
  func schemas() throws {
    let book = SchemaBook()
    _ = try book.schema(of: ChannelAnswer.self)
    guard case .object(let properties) = try #require(book.schemas["ChannelAnswer"]) else {
      Issue.record("ChannelAnswer is an object")
      return
    }
    let found = Dictionary(uniqueKeysWithValues: properties.map { ($0.name, $0) })
    #expect(found["group"]?.isRequired == false)
    #expect(found["enabled"]?.schema == .flag)
    #expect(found["content"]?.schema == .named("ContentChoice"))
    #expect(
      found["order"]?.schema
        == .word(PlayOrder.allCases.map(\.rawValue)))
    #expect(found["screen"]?.schema == .named("ScreenChoice"))
    #expect(Set(found.keys).count == 27)
  }

  @Test("Every JSON type of the table can be described")
  func allTypes() throws {
    let book = SchemaBook()
    for route in Routes.all {
      if let body = route.body { _ = try book.schema(of: body) }
      if case .json(let type) = route.answer { _ = try book.schema(of: type) }
    }
    #expect(book.schemas.count > 20)
  }

  @Test("The path's names are parameters, and no route repeats another")
  func table() {
    for route in Routes.all {
      #expect(route.path.hasPrefix("/"))
      #expect(route.summary.hasSuffix("."))
    }
    let lines = Routes.all.map { "\($0.method) \($0.path)" }
    #expect(Set(lines).count == lines.count)
  }
}

import ArgumentParser
import Config
import Station
import WebAPI

/// Prints the description of the API.
struct OpenAPICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "openapi",
    abstract: "Print the OpenAPI 3.1 document of the API, as /api/openapi.json serves it.")

  func run() throws {
    let document = try OpenAPI.document(version: Version.current)
    Console.output.line(String(decoding: document, as: UTF8.self))
  }
}

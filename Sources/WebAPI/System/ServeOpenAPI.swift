import FastCGI

func serveOpenAPI(_ call: Call) throws -> Response {
  JSONAnswer.response(try OpenAPI.document(version: call.studio.version))
}

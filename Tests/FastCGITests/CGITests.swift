import Foundation
import Glibc
import Testing

@testable import FastCGI

@Suite("Plain CGI", .timeLimit(.minutes(1)))
struct CGITests {
  @Test("One request on the standard streams is answered")
  func oneRequest() throws {
    var input: [Int32] = [0, 0]
    var output: [Int32] = [0, 0]
    pipe(&input)
    pipe(&output)
    // More than Content-Length says: a CGI body ends by its length alone.
    _ = write(input[1], "hello, and what is not ours", 27)
    let exchange = CGIExchange(
      parameters: [
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "/api", "PATH_INFO": "/health",
        "CONTENT_LENGTH": "5", "QUERY_STRING": "a=1",
      ], input: input[0], output: output[1])
    Answering(limits: Limits()) { request in
      let body = String(decoding: request.body, as: UTF8.self)
      return Response(
        type: "text/plain", text: "\(request.path) \(body) \(request.query.items.count)")
    }.answer(exchange) { false }
    close(output[1])
    let answer = try FileHandle(fileDescriptor: output[0], closeOnDealloc: true).readToEnd()
    let text = String(decoding: answer ?? Data(), as: UTF8.self)
    #expect(text.hasPrefix("Status: 200 OK\r\nContent-Type: text/plain\r\n"))
    #expect(text.hasSuffix("\r\n\r\n/api/health hello 1"))
    for end in [input[0], input[1]] { close(end) }
  }

  @Test("Without a CGI environment there is no request")
  func noRequest() {
    #expect(!Server.answerCGI(environment: ["PATH": "/bin"]) { _ in Response() })
  }
}

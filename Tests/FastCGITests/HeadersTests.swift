import FastCGI
import TestSupport
import Testing

@Suite("Headers", .timeLimit(.minutes(1)))
struct HeadersTests {
  @Test("A line break in a value does not make a header field")
  func injection() async throws {
    try await withServer { request in
      var answer = Response(type: "text/plain", text: "x")
      answer.headers["X-Title"] = request.query["title"]
      answer.headers["X-Bad\r\nSet-Cookie"] = "a=b"
      return answer
    } _: { socket, _ in
      let answer = try FastCGIClient.ask(
        socket, "GET", "/?title=a%0d%0aSet-Cookie:%20a=b%00%0a%0a<script>")
      #expect(answer.headers["set-cookie"] == nil)
      #expect(answer.headers["x-title"]?.contains("Set-Cookie") == true)
      #expect(answer.text == "x")
    }
  }

  @Test("Fields are found and replaced whatever their case")
  func replacement() {
    var headers: Headers = ["Content-Type": "a"]
    headers["content-type"] = "b"
    #expect(headers.fields.count == 1)
    #expect(headers["CONTENT-TYPE"] == "b")
    headers["Content-type"] = nil
    #expect(headers.fields.isEmpty)
  }
}

import FastCGI
import Testing

@Suite("Query")
struct QueryTests {
  @Test(
    "Names and values are decoded",
    arguments: [
      ("a=1&b=2", ["a": "1", "b": "2"]), ("q=%C3%A4+b", ["q": "ä b"]), ("", [:]),
      ("flag", ["flag": ""]), ("a=b=c", ["a": "b=c"]), ("a=%zz%4", ["a": "%zz%4"]),
      ("&&a=1&", ["a": "1"]), ("a=%ff", ["a": "\u{FFFD}"]),
    ])
  func parsing(text: String, expected: [String: String]) {
    let items = Query(parsing: text).items
    #expect(Dictionary(uniqueKeysWithValues: items.map { ($0.name, $0.value) }) == expected)
  }

  @Test("A flood of items is cut")
  func flood() {
    let text = (0..<10_000).map { "a\($0)=1" }.joined(separator: "&")
    #expect(Query(parsing: text).items.count == 256)
  }
}

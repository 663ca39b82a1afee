import FastCGI
import Foundation
import Glibc
import Testing

@Suite("Listening socket")
struct ListeningSocketTests {
  private let path = "/tmp/fcgi-\(UUID().uuidString.prefix(12)).sock"

  @Test("A socket that nobody answers on is replaced, one that lives is not")
  func staleSocket() throws {
    let first = try ListeningSocket.listening(at: path)
    defer { first.close() }
    #expect(throws: FastCGIError.self) { try ListeningSocket.listening(at: path) }
    Glibc.close(first.descriptor)
    let second = try ListeningSocket.listening(at: path)
    Glibc.close(second.descriptor)
  }

  @Test("A file in the place of the socket stays and is named")
  func fileInTheWay() throws {
    try Data("precious".utf8).write(to: URL(filePath: path))
    defer { unlink(path) }
    let error = #expect(throws: FastCGIError.self) { try ListeningSocket.listening(at: path) }
    #expect(error?.detail.contains(path) == true)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
  }

  @Test("A path that is too long is refused in words")
  func longPath() {
    let long = "/tmp/" + String(repeating: "x", count: 120)
    let error = #expect(throws: FastCGIError.self) { try ListeningSocket.listening(at: long) }
    #expect(error?.detail.contains("shorter") == true)
  }

  @Test("A descriptor that does not listen is no listening socket")
  func otherDescriptors() {
    let file = open("/dev/null", O_RDONLY)
    defer { Glibc.close(file) }
    #expect(ListeningSocket(descriptor: file) == nil)
    #expect(ListeningSocket(descriptor: 999_999) == nil)
  }
}

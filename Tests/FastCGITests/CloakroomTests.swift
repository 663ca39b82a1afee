import Foundation
import Glibc
import TestSupport
import Testing

@testable import FastCGI

@Suite("Streams whose process is killed", .timeLimit(.minutes(1)))
struct CloakroomTests {
  /// A cloakroom in a fresh folder, closed behind the test.
  private func withCloakroom(_ body: ([String: String]) async throws -> Void) async throws {
    let folder = try ScratchFolder()
    let path = folder.file("keep.sock")
    let room = try Cloakroom(at: path)
    defer { room.close() }
    try await body([Custodian.variable: path])
  }

  /// Two ends of a connection.
  private func pair() -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    _ = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    return (ends[0], ends[1])
  }

  /// What a worker that begins finds, after so many were let time to be seen leaving.
  private func heirs(
    _ environment: [String: String], count: Int
  ) throws -> (Custodian, [Baton]) {
    let found = try #require(Custodian.found(in: environment))
    #expect(found.1.count == count)
    return found
  }

  /// What a killed process does: everything it holds is closed, and nothing is said.
  private func kill(_ custodian: Custodian) {
    if case .cloakroom(let connection) = custodian.keeper { Glibc.close(connection) }
  }

  @Test("the next worker gets the connection, the note and the place; the one after it as well")
  func inheritance() async throws {
    try await withCloakroom { environment in
      let (near, far) = pair()
      defer { Glibc.close(far) }
      let (first, nothing) = try #require(Custodian.found(in: environment))
      #expect(nothing.isEmpty)
      let deposit = try #require(
        Deposit(connection: near, request: 7, note: [1, 2, 3], custodian: first))
      deposit.mark(StreamMark(unit: 41, bytes: 188_000))
      Glibc.close(near)
      deposit.leave()
      kill(first)
      let (second, batons) = try heirs(environment, count: 1)
      #expect(batons.first?.note == [1, 2, 3])
      #expect(batons.first?.request == 7)
      #expect(batons.first?.mark == StreamMark(unit: 41, bytes: 188_000))
      // Killed again before it could do anything.
      if let baton = batons.first { Glibc.close(baton.connection) }
      kill(second)
      let (third, again) = try heirs(environment, count: 1)
      let baton = try #require(again.first)
      let written = [9, 9].withUnsafeBytes { write(baton.connection, $0.baseAddress, 2) }
      #expect(written == 2)
      baton.deposit?.end()
      Glibc.close(baton.connection)
      kill(third)
      let (fourth, rest) = try heirs(environment, count: 0)
      #expect(rest.isEmpty)
      kill(fourth)
      var bytes = [UInt8](repeating: 0, count: 8)
      #expect(read(far, &bytes, 8) == 2)
      #expect(read(far, &bytes, 8) == 0, "nobody keeps it any more")
    }
  }

  @Test("what one worker has is not given to another")
  func owned() async throws {
    try await withCloakroom { environment in
      let (near, far) = pair()
      defer { for end in [near, far] { Glibc.close(end) } }
      let (first, _) = try #require(Custodian.found(in: environment))
      let deposit = try #require(
        Deposit(connection: near, request: 1, note: [], custodian: first))
      let (second, batons) = try heirs(environment, count: 0)
      #expect(batons.isEmpty)
      deposit.end()
      for custodian in [first, second] { kill(custodian) }
    }
  }

  @Test("a stream goes on in its middle, with no byte lost or told twice, as one answer")
  func goesOn() async throws {
    try await withCloakroom { environment in
      let (custodian, _) = try #require(Custodian.found(in: environment))
      let (killed, tell) = AsyncStream.makeStream(of: Void.self)
      // 300 units of 1,880 bytes, each all of one number.
      let count = 300
      let unit = { @Sendable (number: Int) in [UInt8](repeating: UInt8(number % 251), count: 1880) }
      try await withServer(custodian: custodian) { _ in
        Response(
          body: .stream { writer in
            writer.keep([5])
            for number in 0..<100 {
              writer.write(unit(number))
              writer.mark(StreamMark(unit: Int64(number)))
            }
            // As if it were killed here: it says nothing and ends nothing.
            kill(custodian)
            writer.handOver()
            tell.yield()
          })
      } _: { socket, server in
        let client = try FastCGIClient(path: socket)
        try client.send("GET", "/")
        #expect(try client.answer(atLeast: 100 * 1880).body.count == 100 * 1880)
        for await _ in killed { break }
        let (next, batons) = try heirs(environment, count: 1)
        server.goOn(with: batons) { baton, writer in
          for number in Int(baton.mark.unit + 1)..<count { writer.write(unit(number)) }
        }
        let answer = try client.answer()
        #expect(answer.status == 200)
        #expect(answer.body == (0..<count).flatMap(unit))
        kill(next)
      }
    }
  }

  @Test("without a cloakroom nothing is kept, and a stream is as before")
  func nowhere() throws {
    #expect(Custodian.found(in: [:]) == nil)
    #expect(Custodian.found(in: [Custodian.variable: "/nowhere/keep.sock"]) == nil)
  }
}

import Fetch
import Glibc
import Testing

@Suite("Fetch from tasks", .serialized, .timeLimit(.minutes(1)))
struct FetchAsyncTests {
  @Test("more requests than threads are all answered")
  func many() async throws {
    let server = try OKServer()
    defer { withExtendedLifetime(server) {} }
    let statuses = await withTaskGroup(of: Int?.self) { group in
      for _ in 0..<40 {
        group.addTask { try? await Fetch.answer(to: server.request).status }
      }
      return await group.reduce(into: [Int?]()) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 40))
  }

  @Test("an error comes back as it would to a thread")
  func refused() async throws {
    let request = Request(url: "http://localhost/", unixSocket: "/no/such/socket")
    await #expect(throws: FetchError.self) { _ = try await Fetch.answer(to: request) }
  }

  @Test("requests that nobody answers are refused when too many wait, not piled up")
  func bounded() async throws {
    // A socket that listens and never accepts: every request waits for its time-out.
    let server = try OKServer(accepts: false)
    defer { withExtendedLifetime(server) {} }
    var request = server.request
    request.timeout = .milliseconds(50)
    let slow = request
    let refused = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<300 {
        group.addTask {
          do {
            _ = try await Fetch.answer(to: slow)
            return false
          } catch {
            return "\(error)".contains("wait already")
          }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(refused > 0)
    #expect(refused < 300)
  }
}

/// Says 200 to everyone on a unix socket, or nothing at all.
private final class OKServer: Sendable {
  private let path = "/tmp/exstreamtv-ok-\(UInt32.random(in: .min ... .max)).sock"
  private let listener: Int32

  var request: Request { Request(url: "http://localhost/", unixSocket: path) }

  init(accepts: Bool = true) throws {
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bound = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
    }
    #expect(bound == 0)
    #expect(listen(listener, 512) == 0)
    guard accepts else { return }
    var thread = pthread_t()
    let argument = UnsafeMutableRawPointer(bitPattern: Int(listener))
    pthread_create(&thread, nil, { serve($0) }, argument)
    pthread_detach(thread)
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
    unlink(path)
  }
}

private func serve(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  let listener = Int32(Int(bitPattern: argument))
  while true {
    let caller = accept(listener, nil, nil)
    guard caller >= 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 4096)
    _ = recv(caller, &bytes, bytes.count, 0)
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    _ = send(caller, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
    close(caller)
  }
}

import FastCGI
import Foundation

/// A server on a fresh socket that is ended when the test is done.
func withServer<Result>(
  threads: Int = 4, limits: Limits = Limits(), custodian: Custodian? = nil,
  handler: @escaping Server.Handler,
  _ body: (_ socket: String, _ server: Server) async throws -> Result
) async throws -> Result {
  let path = "/tmp/fcgi-\(UUID().uuidString.prefix(12)).sock"
  Server.ignoreBrokenPipes()
  let socket = try ListeningSocket.listening(at: path)
  let server = try Server(
    socket: socket, threads: threads, limits: limits, custodian: custodian, handler: handler)
  defer {
    server.finish()
    socket.close()
  }
  return try await body(path, server)
}

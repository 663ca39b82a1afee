public import ArgumentParser
import Config
import Control
import FastCGI
import Logging
import Store
public import WebAPI

/// The role of one pool of workers behind nginx.
struct WorkerCommand: ParsableCommand, Role {
  static let role = "exstreamtv-worker"
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Answer what nginx hands over by FastCGI, or one CGI request; `up` starts this.",
    discussion: """
      The listening socket is inherited as descriptor 0 (spawn-fcgi, exstreamtv up) or 3 (systemd). \
      Settings come from the environment.
      """)

  @Option(help: "Which routes to answer: api or streams; all when left out.")
  var pool: Route.Pool?

  @Option(help: "How many requests at once; 16 for api, 256 for streams.")
  var threads: Int?

  @Option(help: "Make and listen on this unix socket instead of an inherited one.")
  var socket: String?

  func run() throws {
    Server.holdTerminationSignals()
    Server.ignoreBrokenPipes()
    let settings = try Settings.load()
    let logger = Studio.logger(settings)
    let router = Router(studio: try Studio(settings, logger: logger), pool: pool)
    let inherited = ListeningSocket.inherited(environment: Surroundings.environment)
    guard let listening = try socket.map({ try ListeningSocket.listening(at: $0) }) ?? inherited
    else { return try answerCGI(router) }
    let count = max(1, min(threads ?? (pool == .api ? 16 : 256), 4096))
    let custodian = Custodian.found(in: Surroundings.environment)
    // The same as nginx's client_max_body_size, so that one limit counts.
    let server = try Server(
      socket: listening, threads: count, limits: Limits(body: 8 * 1_048_576),
      custodian: custodian?.0, handler: router.answer)
    server.goOn(with: custodian?.1 ?? []) { router.goOn($0.note, from: $0.mark, to: $1) }
    let name = pool?.rawValue ?? "all"
    logger.info("worker started", metadata: ["pool": "\(name)", "threads": "\(count)"])
    server.runUntilTerminated()
    if socket != nil { listening.close() }
    logger.info("worker ended", metadata: ["pool": "\(name)"])
  }

  private func answerCGI(_ router: Router) throws {
    guard Server.answerCGI(environment: Surroundings.environment, handler: router.answer) else {
      throw ValidationError("There is no listening socket on descriptor 0; give --socket PATH.")
    }
  }
}

extension Route.Pool: ExpressibleByArgument {}

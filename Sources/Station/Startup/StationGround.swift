import ChildProcess
import Config
import FastCGI
import FoundationEssentials
import Glibc
import Logging

/// Everything that has to be true and made before the first program starts.
struct StationGround: Sendable {
  /// The settings, with the port for reports of viewers chosen.
  let settings: Settings
  private let programs: StationPrograms
  private let locks: [StationLock]
  private let api: ListeningSocket
  private let streams: ListeningSocket
  private let cloakroom: Cloakroom

  /// Checks and makes it.
  ///
  /// - Throws: ``StationError`` that names what is in the way and what to do.
  init(settings given: Settings, logger: Logger) throws {
    var settings = given
    programs = try StationPrograms(settings: settings)
    let user = try StationFolders(settings: settings).make()
    locks = try [settings.lock, settings.run.lock].map(StationLock.init)
    let orphans = Orphans.end(notedIn: settings.run.processes)
    if orphans > 0 {
      logger.notice(
        "Programs of a station that was killed were ended.", metadata: ["count": "\(orphans)"])
    }
    try PortClaim.check(settings)
    api = try ListeningSocket(path: settings.run.apiSocket, groupID: user?.groupID)
    streams = try ListeningSocket(path: settings.run.streamsSocket, groupID: user?.groupID)
    cloakroom = try Cloakroom(at: settings.run.cloakroomSocket)
    unlink(settings.run.nginxPid)
    for path in [settings.run.internalSocket, settings.run.controlSocket] {
      try ListeningSocket.removeStale(path)
    }
    guard let seenPort = settings.seenPort ?? SeenPort.free() else {
      throw StationError("No UDP port on 127.0.0.1; bring the loopback interface up.")
    }
    settings.seenPort = seenPort
    settings.ffmpeg = programs.ffmpeg
    settings.ffprobe = programs.ffprobe
    settings.nginx = programs.nginx
    self.settings = settings
    try Self.write(
      try NginxConfiguration(
        settings: settings, seenPort: seenPort, nchanModule: NchanModule.locate(), user: user
      ).main(), to: settings.run.nginxConfiguration)
    if let user, user.id == 0 {
      logger.notice(
        "nginx's worker runs as root: a folder above the run folder or the WebUI keeps its usual users out.",
        metadata: ["run": "\(settings.run.path)", "www": "\(settings.www)"])
    }
  }

  /// nginx, which answers as soon as it runs.
  func nginx(logger: Logger) -> StationProcess {
    let run = settings.run
    return StationProcess(
      name: "nginx",
      command: ChildCommand(
        programs.nginx, ["-p", settings.run.nginx, "-c", settings.run.nginxConfiguration]),
      notes: settings.run.processes, logger: logger,
      // A killed nginx leaves both: its socket would keep the next one from starting, and its
      // number would make that one look ready.
      prepare: {
        unlink(run.nginxPid)
        try? ListeningSocket.removeStale(run.internalSocket)
      })
  }

  /// How glibc is to keep memory: by itself it gives each of hundreds of mostly idle threads a heap,
  /// and holds on to what a scan or a fortnight of timelines needed for a moment.
  private static let thrift = [
    "MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_MMAP_THRESHOLD_": "131072",
  ]

  /// Our own programs.
  func workers(logger: Logger) -> [StationProcess] {
    func process(
      _ name: String, _ arguments: [String], socket: ListeningSocket? = nil,
      with more: [String: String] = [:]
    ) -> StationProcess {
      let environment = settings.environment.merging(Self.thrift) { $1 }.merging(more) { $1 }
      return StationProcess(
        name: name,
        command: ChildCommand(programs.own, arguments, environment: environment),
        socket: socket, notes: settings.run.processes, logger: logger)
    }
    return [
      process("api", ["worker", "--pool", "api"], socket: api),
      process(
        "streams", ["worker", "--pool", "streams"], socket: streams,
        with: [Custodian.variable: settings.run.cloakroomSocket]),
      process("transcoder", ["transcoder"]),
      process("jobs", ["jobs"]),
    ]
  }

  /// Takes away what would look like a running station.
  func clear() {
    api.remove()
    streams.remove()
    cloakroom.close()
    unlink(settings.run.controlSocket)
    unlink(settings.run.internalSocket)
  }

  /// Written beside and renamed: a reload never reads half a file.
  private static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw StationError("'\(path)' can't be written: \(systemFailure()).")
    }
  }
}

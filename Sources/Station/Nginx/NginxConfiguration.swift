public import Config
import Glibc

/// Everything that the nginx templates leave open, taken from the settings.
///
/// The same templates serve two: the nginx that `exstreamtv up` runs itself,
/// and a site for the nginx of the system.
public struct NginxConfiguration: Sendable {
  /// The UDP port that viewers are reported to where nothing else is set.
  public static let usualSeenPort = 8412

  private let settings: Settings
  private let seenPort: Int
  private let nchanModule: String?
  private let user: WorkerUser?

  /// A configuration for these settings.
  ///
  /// - Parameters:
  ///   - settings: Where everything is.
  ///   - seenPort: The UDP port that viewers are reported to.
  ///   - nchanModule: The path of the module for events; without it pages poll.
  ///   - user: Whom nginx's worker runs as when it is started by root.
  init(
    settings: Settings, seenPort: Int, nchanModule: String?, user: WorkerUser? = nil
  ) {
    self.settings = settings
    self.seenPort = seenPort
    self.nchanModule = nchanModule
    self.user = user
  }

  /// The whole configuration of an own nginx.
  func main() throws -> String {
    try template().rendered("nginx", values: values(nginxFolder: settings.run.nginx))
  }

  /// A file for `sites-available` of the system's nginx, which loads its modules by itself.
  ///
  /// - Parameters:
  ///   - settings: Where everything is.
  ///   - cacheFolder: Where nginx may keep answers.
  ///   - hasNchan: Whether the module for events is there.
  /// - Returns: The whole file.
  /// - Throws: When a template is missing.
  public static func site(
    settings: Settings, cacheFolder: String, hasNchan: Bool
  ) throws -> String {
    let configuration = NginxConfiguration(
      settings: settings, seenPort: settings.seenPort ?? usualSeenPort,
      nchanModule: hasNchan ? "nchan" : nil)
    return try configuration.template().rendered(
      "http", values: configuration.values(nginxFolder: cacheFolder))
  }

  private func template() throws -> NginxTemplate {
    try NginxTemplate(folder: settings.share.nginx)
  }

  private func values(nginxFolder: String) throws -> [String: String] {
    let template = try template()
    let connections = min(4096, Self.openFiles / 2)
    return [
      "USER": user.map { "user \($0.name) \($0.group);" } ?? "",
      "OPEN_FILES": "\(Self.openFiles)",
      "CONNECTIONS": "\(connections)",
      "LOAD_NCHAN": nchanModule.map { "load_module \"\($0.quotedForNginx)\";" } ?? "",
      "NCHAN_MEMORY": nchanModule == nil ? "" : "nchan_shared_memory_size 16m;",
      "NGINX": nginxFolder.quotedForNginx,
      "LOG": settings.run.log.quotedForNginx,
      "RUN": settings.run.path.quotedForNginx,
      "SOCKETS": settings.run.sockets.quotedForNginx,
      "WWW": settings.www.quotedForNginx,
      "SEEN_PORT": "\(seenPort)",
      "LISTEN": settings.listen,
      "EVENTS": try template.rendered(nchanModule == nil ? "no-events" : "events", values: [:]),
      "PUBLISHER": nchanModule == nil ? "" : try template.rendered("publisher", values: [:]),
    ]
  }

  /// Files that nginx may open, as far as the system lets it.
  private static var openFiles: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    return Int(min(limit.rlim_max, 16384))
  }
}

extension Settings {
  /// What stands after nginx's `listen`.
  var listen: String {
    switch bind {
    case .ipv4: "\(bind.host):\(port)"
    case .ipv6: bind.isEveryInterface ? "[::]:\(port) ipv6only=off" : "\(bind.host):\(port)"
    }
  }
}

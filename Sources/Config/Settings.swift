/// Every setting of the station, validated, in the one place that documents them.
///
/// Settings come from the environment; lines of the same `NAME=value` form may
/// stand in `<data>/exstreamtv.env`, and the environment wins over the file.
/// Paths are absolute once loaded, whatever they were relative to.
///
///     let settings = try Settings.load()
///     print(settings.port, settings.run.apiSocket)
public struct Settings: Hashable, Sendable {
  /// `EXSTREAMTV_PORT`: the TCP port of WebUI and streams; 8411.
  public var port: Int
  /// `EXSTREAMTV_BIND`: the address listened on; `127.0.0.1`, `0.0.0.0` for the whole network.
  public var bind: BindAddress
  /// `EXSTREAMTV_DATA`: where the database and everything of ours is kept; `./data`.
  public var data: String
  /// `MEDIA`: a folder to make a channel from; none.
  public var media: String?
  /// `EXSTREAMTV_RUN`: sockets, segments, guide files and logs; `<data>/run`.
  public var run: RunFolder
  /// `EXSTREAMTV_SHARE`: the shipped files; found beside the program when unset.
  public var share: ShareFolder
  /// `EXSTREAMTV_WWW`: the WebUI's folder; `www` in the shipped files.
  public var www: String
  /// `EXSTREAMTV_SEEN_PORT`: the UDP port on 127.0.0.1 where nginx reports viewers.
  ///
  /// `exstreamtv up` picks a free one when unset; both nginx and the transcoder must be told the
  /// same one.
  public var seenPort: Int?
  /// `EXSTREAMTV_FFMPEG`: the ffmpeg program; `ffmpeg` on the search path.
  public var ffmpeg: String
  /// `EXSTREAMTV_FFPROBE`: the ffprobe program; `ffprobe` on the search path.
  public var ffprobe: String
  /// `EXSTREAMTV_NGINX`: the nginx program; `nginx` on the search path or in `/usr/sbin`.
  public var nginx: String
  /// `EXSTREAMTV_IDLE`: seconds that a channel stays on air with nobody watching; 30.
  public var idleSeconds: Int
  /// `EXSTREAMTV_AHEAD`: how many seconds of a stream are made ahead of the clock at most; 40.
  ///
  /// What is made is shown: so long it takes at most until a take-over by hand is seen.
  public var aheadSeconds: Int
  /// `EXSTREAMTV_CHANNELS`: how many channels may be on air at once; 64.
  public var channelLimit: Int
  /// `EXSTREAMTV_ENCODERS`: how many channels may be encoded at once before a further one is
  /// refused; three for each processor.
  public var encoderLimit: Int
  /// `EXSTREAMTV_NVENC_SESSIONS`: how many encoders of NVIDIA cards may be open at once, 0 for any
  /// number; 8, which is what the drivers of consumer cards allow.
  public var nvencSessions: Int
  /// `EXSTREAMTV_VIEWERS`: how many viewers may watch at once, 0 for any number; 1000.
  public var viewerLimit: Int
  /// `EXSTREAMTV_VIEWERS_PER_CLIENT`: how many of them at one network address; 0, any number.
  ///
  /// Everybody behind a router or in a container network may have the same address.
  public var viewersPerClient: Int
  /// `EXSTREAMTV_DOSSIERS_MB`: how much room the dossiers of failures may take, in MB; 20.
  public var dossierMegabytes: Int
  /// `EXSTREAMTV_LOG`: how much is logged; `info`.
  public var log: LogLevel
  /// What is odd but no obstacle, such as a misspelt variable, as sentences.
  public var notices: [String]

  /// The database file.
  public var database: String { data + "/exstreamtv.sqlite" }

  /// The file whose lock says that a station runs on this data.
  public var lock: String { data + "/station.lock" }

  /// The folder with a folder for each failure on air.
  public var dossiers: String { data + "/dossiers" }

  /// The file that says how damaged files played.
  public var ladder: String { data + "/ladder.json" }

  /// The file that says what this machine's ffmpeg and cards have proven.
  public var proofs: String { data + "/hardware.json" }

  /// The folder of the pictures that trying a profile leaves.
  public var tryOuts: String { data + "/tryouts" }

  /// The optional file of settings.
  public var environmentFile: String { data + "/exstreamtv.env" }
}

extension Settings {
  /// The variables that mean something, in the order of the documentation.
  public static let variables = [
    "EXSTREAMTV_PORT", "EXSTREAMTV_BIND", "EXSTREAMTV_DATA", "MEDIA", "EXSTREAMTV_RUN",
    "EXSTREAMTV_SHARE", "EXSTREAMTV_WWW", "EXSTREAMTV_SEEN_PORT", "EXSTREAMTV_FFMPEG",
    "EXSTREAMTV_FFPROBE", "EXSTREAMTV_NGINX", "EXSTREAMTV_IDLE", "EXSTREAMTV_AHEAD",
    "EXSTREAMTV_CHANNELS", "EXSTREAMTV_ENCODERS", "EXSTREAMTV_NVENC_SESSIONS", "EXSTREAMTV_VIEWERS",
    "EXSTREAMTV_VIEWERS_PER_CLIENT",
    "EXSTREAMTV_DOSSIERS_MB",
    "EXSTREAMTV_LOG",
  ]

  /// Reads and validates all settings.
  ///
  /// - Parameters:
  ///   - environment: The process's variables.
  ///   - workingFolder: What relative paths are relative to.
  ///   - executable: The running program, beside which shipped files are looked for.
  /// - Returns: The settings, all usable.
  /// - Throws: A ``ConfigError`` that names every variable that can't be used.
  public static func load(
    environment: [String: String] = Surroundings.environment,
    workingFolder: String = Surroundings.workingFolder,
    executable: String? = Surroundings.executable
  ) throws(ConfigError) -> Settings {
    var reader = SettingsReader(environment: environment, workingFolder: workingFolder)
    let data = reader.path("EXSTREAMTV_DATA") ?? workingFolder + "/data"
    reader.addFile(at: data + "/exstreamtv.env")
    let run = RunFolder(path: reader.path("EXSTREAMTV_RUN") ?? data + "/run")
    let share = ShareFolder.locate(
      given: reader.path("EXSTREAMTV_SHARE"), executable: executable, workingFolder: workingFolder)
    let settings = Settings(
      port: reader.port("EXSTREAMTV_PORT") ?? 8411,
      bind: reader.bind("EXSTREAMTV_BIND") ?? .ipv4("127.0.0.1"),
      data: data,
      media: reader.mediaPath("MEDIA"),
      run: run,
      share: share,
      www: reader.path("EXSTREAMTV_WWW") ?? share.www,
      seenPort: reader.port("EXSTREAMTV_SEEN_PORT"),
      ffmpeg: reader.program("EXSTREAMTV_FFMPEG", default: "ffmpeg"),
      ffprobe: reader.program("EXSTREAMTV_FFPROBE", default: "ffprobe"),
      nginx: reader.program("EXSTREAMTV_NGINX", default: "nginx"),
      idleSeconds: reader.count("EXSTREAMTV_IDLE", in: 1...86_400) ?? 30,
      aheadSeconds: reader.count("EXSTREAMTV_AHEAD", in: 10...40) ?? 40,
      channelLimit: reader.count("EXSTREAMTV_CHANNELS", in: 1...10_000) ?? 64,
      encoderLimit: reader.count("EXSTREAMTV_ENCODERS", in: 1...1000)
        ?? 3 * Surroundings.processorCount,
      nvencSessions: reader.count("EXSTREAMTV_NVENC_SESSIONS", in: 0...1000) ?? 8,
      viewerLimit: reader.count("EXSTREAMTV_VIEWERS", in: 0...100_000) ?? 1000,
      viewersPerClient: reader.count("EXSTREAMTV_VIEWERS_PER_CLIENT", in: 0...100_000) ?? 0,
      dossierMegabytes: reader.count("EXSTREAMTV_DOSSIERS_MB", in: 1...100_000) ?? 20,
      log: reader.level("EXSTREAMTV_LOG") ?? .info,
      notices: reader.notices)
    guard reader.problems.isEmpty else { throw ConfigError(problems: reader.problems) }
    return settings
  }

  /// The variables that make another process load the same settings.
  public var environment: [String: String] {
    var variables = [
      "EXSTREAMTV_PORT": "\(port)", "EXSTREAMTV_BIND": "\(bind)", "EXSTREAMTV_DATA": data,
      "EXSTREAMTV_RUN": run.path, "EXSTREAMTV_SHARE": share.path, "EXSTREAMTV_WWW": www,
      "EXSTREAMTV_FFMPEG": ffmpeg, "EXSTREAMTV_FFPROBE": ffprobe, "EXSTREAMTV_NGINX": nginx,
      "EXSTREAMTV_IDLE": "\(idleSeconds)", "EXSTREAMTV_AHEAD": "\(aheadSeconds)",
      "EXSTREAMTV_CHANNELS": "\(channelLimit)",
      "EXSTREAMTV_ENCODERS": "\(encoderLimit)",
      "EXSTREAMTV_NVENC_SESSIONS": "\(nvencSessions)",
      "EXSTREAMTV_VIEWERS": "\(viewerLimit)",
      "EXSTREAMTV_VIEWERS_PER_CLIENT": "\(viewersPerClient)",
      "EXSTREAMTV_DOSSIERS_MB": "\(dossierMegabytes)", "EXSTREAMTV_LOG": log.rawValue,
    ]
    variables["EXSTREAMTV_SEEN_PORT"] = seenPort.map(String.init)
    variables["MEDIA"] = media
    return variables
  }
}

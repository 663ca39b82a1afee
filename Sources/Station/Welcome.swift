import Config
import Glibc

/// What a person reads once the station answers.
struct Welcome {
  let settings: Settings

  /// Says it when nginx accepts connections; nothing is said of a station that never did.
  func greet() async {
    let deadline = ContinuousClock.now + .seconds(30)
    while !Task.isCancelled, ContinuousClock.now < deadline {
      if access(settings.run.nginxPid, F_OK) == 0 {
        return Console.output.line(lines.joined(separator: "\n"))
      }
      try? await Task.sleep(for: .milliseconds(10))
    }
  }

  /// The lines, with every address that reaches the station.
  var lines: [String] {
    let bases = LocalNetwork.hosts(for: settings.bind).map { "http://\($0):\(settings.port)" }
    let shown = bases.last ?? ""
    return ["", "EXStreamTV \(Version.current) runs. Open one of:"]
      + bases.map { "    \($0)/" }
      + [
        "For players:",
        "    M3U        \(shown)/iptv/channels.m3u",
        "    XMLTV      \(shown)/iptv/xmltv.xml",
        "    HDHomeRun  \(shown)",
        settings.bind.isLoopback
          ? "Only this machine can connect; EXSTREAMTV_BIND=0.0.0.0 opens it to your network."
          : "Everybody who reaches these addresses can watch and change channels.",
        "Ctrl-C ends it.",
        "",
      ]
  }
}

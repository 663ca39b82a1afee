import Config
import Glibc

/// The programs that a station consists of, found before anything is started.
struct StationPrograms {
  let nginx: String
  let ffmpeg: String
  let ffprobe: String
  /// This program, whose roles the station's processes play.
  let own: String

  /// Finds them all.
  ///
  /// - Throws: ``StationError`` with a sentence for each that is missing.
  init(settings: Settings, executable: String? = Surroundings.executable) throws(StationError) {
    var missing: [String] = []
    func find(_ program: String, _ variable: String, package: String) -> String {
      if let path = ProgramSearch.locate(program) { return path }
      missing.append(
        "The program '\(program)' is missing. Install it with: \(Self.install(package)) "
          + "- or set \(variable) to its path.")
      return ""
    }
    nginx = find(settings.nginx, "EXSTREAMTV_NGINX", package: "nginx")
    ffmpeg = find(settings.ffmpeg, "EXSTREAMTV_FFMPEG", package: "ffmpeg")
    ffprobe = find(settings.ffprobe, "EXSTREAMTV_FFPROBE", package: "ffmpeg")
    own = executable ?? "exstreamtv"
    guard missing.isEmpty else { throw StationError(missing.joined(separator: "\n")) }
  }

  /// The command that installs a Debian package for this user.
  static func install(_ packages: String) -> String {
    (getuid() == 0 ? "" : "sudo ") + "apt-get install --no-install-recommends \(packages)"
  }
}

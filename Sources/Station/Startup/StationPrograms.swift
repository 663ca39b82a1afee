import Config
import Glibc

/// The programs that a station consists of, found before anything is started.
struct StationPrograms {
  let nginx: String
  let ffmpeg: String
  let ffprobe: String
  let worker: String
  let jobs: String
  let transcoder: String

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
    let folder = executable.map { String($0[..<($0.lastIndex(of: "/") ?? $0.endIndex)]) } ?? "."
    func beside(_ program: String) -> String {
      let path = folder + "/" + program
      if access(path, X_OK) != 0 {
        missing.append(
          "The program '\(path)' is missing; build all programs with: swift build -c release")
      }
      return path
    }
    worker = beside("exstreamtv-worker")
    jobs = beside("exstreamtv-jobs")
    transcoder = beside("exstreamtv-transcoder")
    guard missing.isEmpty else { throw StationError(missing.joined(separator: "\n")) }
  }

  /// The command that installs a Debian package for this user.
  static func install(_ packages: String) -> String {
    (getuid() == 0 ? "" : "sudo ") + "apt-get install --no-install-recommends \(packages)"
  }
}

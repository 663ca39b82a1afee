import ChildProcess
import Config
import Fetch
import Foundation
import Library
import Pipeline
import Proofs

/// The programs and modules of others that the station stands on.
struct ProgramExamination {
  let settings: Settings

  func findings() -> [Finding] {
    [nginx(), nchan(), ffmpeg(), ffprobe(), encoders()] + cards() + [font(), libcurl(), setpriv()]
  }

  private func nginx() -> Finding {
    program("nginx", settings.nginx, ["-v"], variable: "EXSTREAMTV_NGINX", package: "nginx")
  }

  private func nchan() -> Finding {
    guard let path = NchanModule.locate() else {
      return Finding(
        "nchan", .notice,
        "not installed, so pages ask again and again instead of being told. Install it with: "
          + StationPrograms.install("libnginx-mod-nchan"))
    }
    return Finding("nchan", .ok, path)
  }

  private func ffmpeg() -> Finding {
    program(
      "ffmpeg", settings.ffmpeg, ["-version"], variable: "EXSTREAMTV_FFMPEG", package: "ffmpeg")
  }

  private func ffprobe() -> Finding {
    program(
      "ffprobe", settings.ffprobe, ["-version"], variable: "EXSTREAMTV_FFPROBE",
      package: "ffmpeg")
  }

  /// A name in a list of encoders proves nothing; one encoded frame does.
  private func encoders() -> Finding {
    guard let ffmpeg = ProgramSearch.locate(settings.ffmpeg) else {
      return Finding("encoders", .missing, "libx264 and aac come with ffmpeg.")
    }
    let command = ChildCommand(
      ffmpeg,
      [
        "-hide_banner", "-nostdin", "-loglevel", "error",
        "-f", "lavfi", "-i", "color=size=128x128:rate=25", "-f", "lavfi", "-i", "anullsrc",
        "-frames:v", "1", "-t", "0.1", "-c:v", "libx264", "-c:a", "aac", "-f", "mpegts", "pipe:1",
      ])
    do {
      let result = try runToEnd(command, deadline: .seconds(10), outputLimit: 1 << 20)
      guard result.status.isSuccess, !result.output.isEmpty else {
        return Finding(
          "encoders", .problem,
          "a test encode with libx264 and aac \(result.status): "
            + "\(result.stderrTail.last ?? "no reason was given"). Install an ffmpeg with both.")
      }
      return Finding("encoders", .ok, "libx264 and aac made a frame")
    } catch {
      return Finding("encoders", .problem, "\(error)")
    }
  }

  /// What each kind of hardware has proven: as it is kept, or tried now.
  private func cards() -> [Finding] {
    guard let ffmpeg = ProgramSearch.locate(settings.ffmpeg) else { return [] }
    let ground = ProvingGround(ffmpeg: ffmpeg, folder: NSTemporaryDirectory())
    do {
      let kept = ProofBook(path: settings.proofs).read()
      let known = kept.flatMap { ground.isCurrent($0) ? $0 : nil }
      let found = try known ?? ground.prove(now: Moment(milliseconds: 0))
      return HardwareKind.allCases.map { Self.finding($0, in: found) }
    } catch {
      return [Finding("hardware", .notice, "The cards can't be tested: \(error)")]
    }
  }

  private static func finding(_ kind: HardwareKind, in machine: Capabilities) -> Finding {
    let proofs = machine.proofs.filter { $0.kind == kind }
    let passed = proofs.filter(\.isPassed).map(\.ability.title)
    guard !passed.isEmpty else {
      let detail = proofs.first?.detail ?? "It was not tried."
      return Finding(kind.rawValue, .notice, "\(kind.title) is not used. \(detail)")
    }
    return Finding(kind.rawValue, .ok, "\(kind.title): \(passed.joined(separator: ", "))")
  }

  /// Screens say in words what is the matter; without a font they are empty cards.
  private func font() -> Finding {
    guard let ffmpeg = ProgramSearch.locate(settings.ffmpeg) else {
      return Finding("font", .missing, "ffmpeg draws the words of screens.")
    }
    let command = ChildCommand(
      ffmpeg,
      [
        "-hide_banner", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i",
        "color=size=128x128:rate=25,drawtext=text=A:font=Sans", "-frames:v", "1", "-f", "null", "-",
      ])
    let result = try? runToEnd(command, deadline: .seconds(10), outputLimit: 1 << 16)
    guard result?.status.isSuccess == true else {
      return Finding(
        "font", .notice,
        "ffmpeg can't draw words, so screens have none. Install a font with: "
          + StationPrograms.install("fonts-dejavu-core"))
    }
    return Finding("font", .ok, "ffmpeg drew a letter")
  }

  private func libcurl() -> Finding {
    if let obstacle = Fetch.obstacle {
      return Finding(
        "libcurl", .missing,
        "\(obstacle). Our programs speak to one another with it. Install it with: "
          + StationPrograms.install("libcurl4"))
    }
    return Finding("libcurl", .ok, "was loaded")
  }

  private func setpriv() -> Finding {
    guard let path = ProgramSearch.locate("setpriv") else {
      return Finding(
        "setpriv", .notice,
        "not installed, so programs may outlive a killed station. Install it with: "
          + StationPrograms.install("util-linux"))
    }
    return Finding("setpriv", .ok, path)
  }

  private func program(
    _ name: String, _ given: String, _ arguments: [String], variable: String, package: String
  ) -> Finding {
    guard let path = ProgramSearch.locate(given) else {
      return Finding(
        name, .missing,
        "'\(given)' is not installed. Install it with: \(StationPrograms.install(package)) "
          + "- or set \(variable) to its path.")
    }
    do {
      let result = try runToEnd(
        ChildCommand(path, arguments), deadline: .seconds(5), outputLimit: 65536)
      guard result.status.isSuccess else {
        return Finding(
          name, .problem,
          "'\(path)' \(result.status); reinstall it with: \(StationPrograms.install(package))")
      }
      let said = result.output.isEmpty ? "" : String(decoding: result.output, as: UTF8.self)
      let version = (said.split(separator: "\n").first ?? result.stderrTail.first.map { $0[...] })
      return Finding(name, .ok, "\(path): \(version.map { $0.prefix(60) } ?? "works")")
    } catch {
      return Finding(name, .problem, "\(error)")
    }
  }
}

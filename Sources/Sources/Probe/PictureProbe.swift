import ChildProcess
import Foundation

/// Looks at picture files with ffprobe, all of whose frames it has decoded.
public struct PictureProbe: Sendable {
  /// What a picture is.
  public struct Facts: Hashable, Sendable {
    /// How many pixels it is wide.
    public var width: Int
    /// How many pixels it is high.
    public var height: Int
    /// How many frames it has; more than one where it moves.
    public var frames: Int
  }

  /// Why a file can't be used.
  public struct Fault: Error, Hashable, Sendable {
    /// A sentence.
    public var detail: String
  }

  /// The formats that may be opened: nothing that names other files.
  private static let formats = "png_pipe,apng,jpeg_pipe,gif,webp_pipe"
  private static let deadline = Duration.seconds(10)

  private let program: String

  /// A probe by an ffprobe.
  public init(ffprobe program: String) { self.program = program }

  /// What a file is.
  public func look(at path: String) -> Result<Facts, Fault> {
    let command = ChildCommand(
      program,
      [
        "-v", "error", "-protocol_whitelist", "file,pipe", "-format_whitelist", Self.formats,
        "-select_streams", "v:0", "-count_frames", "-print_format", "json",
        "-show_entries", "stream=width,height,nb_read_frames", "file:\(path)",
      ], niceness: 10)
    let result: ChildResult
    do {
      result = try runToEnd(command, deadline: Self.deadline, outputLimit: 100_000)
    } catch {
      return .failure(Fault(detail: "\(error)"))
    }
    let answer = try? JSONDecoder().decode(Answer.self, from: Data(result.output))
    guard let stream = answer?.streams.first, let width = stream.width, width > 0,
      let height = stream.height, height > 0,
      let frames = stream.frames.flatMap({ Int($0) }), frames > 0
    else {
      let words = result.stderrTail.last.map { ": \(Self.words($0, path))" } ?? "."
      return .failure(Fault(detail: "the file is damaged or holds no picture\(words)"))
    }
    return .success(Facts(width: width, height: height, frames: frames))
  }

  /// ffprobe's last line without the path, which is nobody's business.
  private static func words(_ line: String, _ path: String) -> String {
    String(line.replacing("file:\(path)", with: "it").suffix(120))
  }

  private struct Answer: Decodable {
    struct Stream: Decodable {
      var width: Int?
      var height: Int?
      var frames: String?

      enum CodingKeys: String, CodingKey {
        case width, height
        case frames = "nb_read_frames"
      }
    }
    var streams: [Stream]
  }
}

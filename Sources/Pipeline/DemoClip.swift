/// A short clip made of ffmpeg's own pictures, for trying a channel without media.
///
/// Each has its colour, its large digit and its tone, so that eye and ear tell
/// which one is on. They fit the profiles and are copied.
public struct DemoClip: Hashable, Sendable {
  /// The digit that it shows, 1 to 3.
  public var number: Int
  /// The file's name; the library reads the title from it.
  public var fileName: String
  /// How long it is, in seconds.
  public var seconds: Int
  /// Its tone in hertz.
  public var tone: Int
  /// ffmpeg's name of the digit's colour.
  public var color: String

  private var picture: String

  /// All three clips.
  public static let all = [
    DemoClip(
      number: 1, fileName: "Test Pattern (2024).mp4", seconds: 24, tone: 440, color: "red",
      picture: "testsrc2=s=1280x720:r=30"),
    DemoClip(
      number: 2, fileName: "Moving Colours (2025).mp4", seconds: 30, tone: 554, color: "lime",
      picture: "gradients=s=1280x720:r=30:c0=navy:c1=purple:c2=teal:n=3:speed=0.02:seed=7"),
    DemoClip(
      number: 3, fileName: "Game of Life (2026).mp4", seconds: 36, tone: 659, color: "blue",
      picture: "life=s=320x180:r=30:mold=10:ratio=0.3:seed=3:life_color=white:death_color=gray"),
  ]

  /// The arguments of the ffmpeg that makes the clip.
  ///
  /// - Parameter path: The file to write; one that exists is replaced.
  /// - Returns: The arguments without the program's name.
  public func arguments(to path: String) -> [String] {
    generalArguments + [
      "-f", "lavfi", "-i", "\(picture),scale=1280:720:flags=neighbor,\(digit),format=yuv420p",
      "-f", "lavfi", "-i", "sine=frequency=\(tone):sample_rate=48000,volume=-18dB",
      "-map", "0:v", "-map", "1:a", "-t", "\(seconds)",
      "-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "high", "-threads", "4",
      "-b:v", "1500000", "-maxrate", "2000000", "-bufsize", "3000000",
      "-bf", "2", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-flags", "+cgop",
      "-c:a", "aac", "-b:a", "128000", "-ac", "2", "-ar", "48000",
      "-movflags", "+faststart", "-f", "mp4", "-y", "file:\(path)",
    ]
  }

  /// The digit as on a pocket calculator, out of boxes: text would need a font.
  private var digit: String {
    let strokes = Self.strokes[number] ?? []
    let field = "drawbox=x=80:y=120:w=320:h=480:color=black@0.7:t=fill"
    return ([field] + strokes.map { "drawbox=\($0.box):color=\(color):t=fill" })
      .joined(separator: ",")
  }

  private static let strokes: [Int: [Stroke]] = [
    1: [.topRight, .bottomRight],
    2: [.top, .topRight, .middle, .bottomLeft, .bottom],
    3: [.top, .topRight, .middle, .bottomRight, .bottom],
  ]

  private enum Stroke {
    case top, middle, bottom, topRight, bottomLeft, bottomRight

    var box: String {
      switch self {
      case .top: "x=140:y=160:w=200:h=40"
      case .middle: "x=140:y=340:w=200:h=40"
      case .bottom: "x=140:y=520:w=200:h=40"
      case .topRight: "x=300:y=160:w=40:h=220"
      case .bottomLeft: "x=140:y=340:w=40:h=220"
      case .bottomRight: "x=300:y=340:w=40:h=220"
      }
    }
  }
}

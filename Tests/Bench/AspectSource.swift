import Foundation
import Harness
import Playout

/// A file that shows a circle on grey, whatever shape its pixels have and however it is turned.
struct AspectSource: Specimen, Sendable {
  /// Where the circle's centre is, of the width and the height as shown.
  static let centre = (x: 0.47, y: 0.45)
  /// Its radius, of the shorter side as shown.
  static let radius = 0.15

  var name: String
  /// As it is shown, in pixels that need not be square.
  var size = (1280, 720)
  /// Width over height of a pixel as it is shown.
  var pixel = (1, 1)
  /// Degrees by which a player turns it clockwise.
  var rotation = 0
  var coding = PictureCoding.h264
  var pixels = "yuv420p"
  /// Arguments of a second run that copies it: what the container says instead.
  var recut: [String] = []
  /// Whether the shape is another one until the last second.
  var changes = false
  /// The frame that it is brought into.
  var frame = (640, 360)
  var scaling = Scaling.pad
  var ending = "mkv"

  var pixelShape: Double { Double(pixel.0) / Double(pixel.1) }
  /// Width over height as it is shown.
  var shape: Double { Double(size.0) * pixelShape / Double(size.1) }

  func make(at file: URL) throws {
    guard changes else { return try make(at: file, self, from: 0) }
    var before = self
    (before.pixel, before.changes) = ((1, 1), false)
    let parts = [(before, 0), (self, 1)]
    var bytes = Data()
    for (part, start) in parts {
      let piece = file.deletingLastPathComponent().appending(path: "piece\(start).\(ending)")
      try make(at: piece, part, from: start)
      bytes += try Data(contentsOf: piece)
      try FileManager.default.removeItem(at: piece)
    }
    try bytes.write(to: file)
  }

  private func make(at file: URL, _ one: AspectSource, from start: Int) throws {
    let (width, height) = one.size
    let (cx, cy) = (Double(width) * Self.centre.x, Double(height) * Self.centre.y)
    let radius = Self.radius * min(Double(width) * one.pixelShape, Double(height))
    let turns = [90: ",transpose=2", 180: ",hflip,vflip", 270: ",transpose=1"]
    let isUpright = one.rotation % 180 == 0
    let ratio = isUpright ? "\(one.pixel.0)/\(one.pixel.1)" : "\(one.pixel.1)/\(one.pixel.0)"
    let drawing =
      "color=gray:s=\(width)x\(height):r=25,trim=end_frame=1,format=yuv444p,geq=cb=128:cr=128:"
      + "lum='126+109*clip(\(radius)-hypot((X+0.5-\(cx))*\(one.pixelShape),Y+0.5-\(cy))+0.5,0,1)'"
      + ",loop=loop=-1:size=1,setpts=N/25/TB" + (turns[one.rotation] ?? "")
      + ",format=\(one.pixels),setsar=\(ratio)"
    let whole = file.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "\(UUID().uuidString).\(ending)")
    defer { try? FileManager.default.removeItem(at: whole) }
    // ffmpeg's `rotate` counts the other way round when it writes.
    let said =
      one.recut + (one.rotation == 0 ? [] : ["-metadata:s:v", "rotate=\(360 - one.rotation)"])
    try Clips.ffmpeg(
      [
        "-f", "lavfi", "-i", drawing, "-f", "lavfi", "-i", "sine=440:r=48000", "-t",
        ending == "mpg" ? "2" : "1",
      ]
        + one.coding + ["-g", "25", "-c:a", "mp2", "-output_ts_offset", "\(start)"]
        + ["-y", said.isEmpty ? file.path : whole.path])
    guard !said.isEmpty else { return }
    try Clips.ffmpeg(["-i", whole.path, "-c", "copy"] + said + ["-y", file.path])
  }

  static let all: [AspectSource] = shapes + turned + said + fitted

  private static let mpeg2 = ["-c:v", "mpeg2video", "-q:v", "2"]

  private static let shapes = [
    AspectSource(name: "16 to 9"), AspectSource(name: "4 to 3", size: (640, 480)),
    AspectSource(name: "2.39 to 1", size: (1920, 804)),
    AspectSource(name: "32 to 9", size: (1600, 450)),
    AspectSource(name: "square", size: (720, 720)), AspectSource(name: "tall", size: (600, 900)),
    AspectSource(name: "PAL", size: (720, 576), pixel: (16, 15), coding: mpeg2, ending: "ts"),
    AspectSource(name: "PAL wide", size: (720, 576), pixel: (64, 45), coding: mpeg2, ending: "ts"),
    AspectSource(name: "PAL of MPEG-4", size: (720, 576), pixel: (12, 11), ending: "mp4"),
    AspectSource(name: "PAL wide of MPEG-4", size: (704, 576), pixel: (16, 11), ending: "mp4"),
    AspectSource(name: "NTSC", size: (720, 480), pixel: (8, 9), coding: mpeg2, ending: "mpg"),
    AspectSource(name: "NTSC wide", size: (720, 480), pixel: (32, 27), coding: mpeg2),
    AspectSource(name: "NTSC of MPEG-4", size: (704, 480), pixel: (10, 11), ending: "mp4"),
    AspectSource(name: "NTSC wide of MPEG-4", size: (704, 480), pixel: (40, 33), ending: "mov"),
    AspectSource(name: "half PAL", size: (352, 576), pixel: (24, 11)),
    AspectSource(name: "super video CD", size: (480, 576), pixel: (8, 5), coding: mpeg2),
    AspectSource(name: "HDV", size: (1440, 1080), pixel: (4, 3)),
    AspectSource(
      name: "anamorphic film", size: (1920, 1608), pixel: (2, 1), coding: PictureCoding.h264),
    AspectSource(
      name: "odd size", size: (853, 479), coding: ["-c:v", "ffv1"], pixels: "yuv444p"),
    AspectSource(
      name: "odd size of AVI", size: (853, 480), coding: ["-c:v", "mpeg4", "-q:v", "2"],
      pixels: "yuv420p", ending: "avi"),
    AspectSource(name: "tiny", size: (96, 72)),
    AspectSource(
      name: "shape that changes", size: (720, 576), pixel: (64, 45), coding: mpeg2,
      changes: true, ending: "ts"),
  ]

  private static let turned =
    [90, 180, 270].map {
      AspectSource(name: "turned by \($0)", rotation: $0, ending: "mp4")
    } + [
      AspectSource(name: "tall, turned by 90", size: (720, 1280), rotation: 90, ending: "mov"),
      AspectSource(
        name: "tall, turned by 270, in a tall frame", size: (720, 1280), rotation: 270,
        frame: (360, 640), ending: "mp4"),
      AspectSource(
        name: "turned by 90 with wide pixels", size: (720, 576), pixel: (16, 15), rotation: 90,
        ending: "mp4"),
      AspectSource(
        name: "turned by 270 with narrow pixels", size: (576, 720), pixel: (3, 4), rotation: 270,
        ending: "mp4"),
    ]

  private static let said = [
    AspectSource(
      name: "shape said by Matroska", size: (720, 576), pixel: (64, 45),
      recut: ["-aspect", "16:9"]),
    AspectSource(
      name: "shape said by MP4", size: (720, 576), pixel: (64, 45), recut: ["-aspect", "16:9"],
      ending: "mp4"),
    AspectSource(
      name: "shape said by MOV", size: (720, 576), pixel: (16, 15), recut: ["-aspect", "4:3"],
      ending: "mov"),
    AspectSource(name: "1080 of 1088 lines", size: (1920, 1080), ending: "ts"),
  ]

  private static let fitted =
    [Scaling.pad, .crop, .stretch].flatMap { scaling in
      [
        AspectSource(
          name: "4 to 3 into 16 to 9: \(scaling)", size: (640, 480), scaling: scaling),
        AspectSource(
          name: "16 to 9 into 4 to 3: \(scaling)", frame: (640, 480), scaling: scaling),
        AspectSource(
          name: "PAL wide into 4 to 3: \(scaling)", size: (720, 576), pixel: (64, 45),
          frame: (640, 480), scaling: scaling),
        AspectSource(
          name: "turned by 90 into 16 to 9: \(scaling)", size: (720, 1280), rotation: 90,
          scaling: scaling, ending: "mp4"),
        AspectSource(
          name: "2.39 to 1 into a tall frame: \(scaling)", size: (1920, 804), frame: (360, 640),
          scaling: scaling),
      ]
    }
}

import Playout

/// The arguments of the ffmpeg that makes a screen, once, to be looped without it.
///
/// To be started in the folder that holds the files of ``ScreenOrder/words``.
///
/// - Parameter order: What is to be made.
/// - Returns: The arguments without the program's name. The stream goes to
///   standard output; only ``ScreenOrder/loop`` of it is meant to be shown.
public func screenArguments(for order: ScreenOrder) -> [String] {
  let loop = order.loop
  let total = loop.leader + loop.length + loop.trailer
  let drawing = PictureStep(work: .hold, isOnCard: false, filters: [order.pictureFilters])
  let graph = PictureGraph(steps: [drawing]).branched(for: order.profile, card: nil)
    .written(from: "0:v:0", inputs: 2)
  return generalArguments + order.pictureInput + order.soundInput
    + ladderArguments(order.profile, graph.outputs, encoding: order.pictureEncoding)
    + ["-map", "1:a:0"] + soundArguments(order.profile, filters: order.soundFilters)
    + ["-t", microsecondsText(total * 100 / 9)] + transportStreamArguments
}

extension ScreenOrder {
  private var size: String { "\(profile.width)x\(profile.height)" }

  fileprivate var pictureInput: [String] {
    if screen.picture == .image, let image = screen.image {
      return pictureFileInput(image)
    }
    return ["-f", "lavfi", "-i", pictureSource]
  }

  private var pictureSource: String {
    let rate = profile.frameRate
    switch screen.picture {
    case .text, .image: return "color=c=0x14161d:s=\(size):r=\(rate)"
    case .black: return "color=c=black:s=\(size):r=\(rate)"
    case .pattern: return "smptehdbars=s=\(size):r=\(rate)"
    case .static:
      // Grains of four pixels: finer ones cost bits that no profile has.
      let (width, height) = (max(2, profile.width / 4), max(2, profile.height / 4))
      return "color=c=gray:s=\(width)x\(height):r=\(rate)"
    case .slate:
      return "gradients=s=\(size):r=\(rate):c0=0x0c1424:c1=0x27406b:n=2:x0=0:y0=0"
        + ":x1=\(profile.width - 1):y1=\(profile.height - 1):speed=0.00001:seed=7"
    }
  }

  fileprivate var pictureFilters: String {
    let (width, height) = (profile.width, profile.height)
    switch screen.picture {
    case .static:
      return "format=gray,noise=alls=100:allf=t+u,scale=\(width):\(height):flags=neighbor,"
        + "\(pixels),setsar=1"
    case .image:
      return stillFilters(for: profile)
    case .slate: return still([pixels, "setsar=1"] + card + words.map(\.filter))
    case .text: return still([pixels, "setsar=1"] + words.map(\.filter))
    case .pattern, .black: return still([pixels, "setsar=1"])
    }
  }

  private var pixels: String { "format=\(profile.pixelFormat)" }

  private func still(_ filters: [String]) -> String {
    stillFilters(filters, frameRate: profile.frameRate)
  }

  /// The station's mark, a screen with a play sign, and a line below the words: out of boxes.
  private var card: [String] {
    let unit = max(1, profile.height / 180)
    let (left, top) = (unit * 12, unit * 12)
    let play = (0..<5).map { step in
      "drawbox=x=\(left + unit * (9 + step)):y=\(top + unit * (4 + step)):w=\(unit)"
        + ":h=\(unit * (9 - 2 * step)):color=white:t=fill"
    }
    return [
      "drawbox=x=\(left):y=\(top):w=\(unit * 24):h=\(unit * 17):color=0x0a84ff:t=fill"
    ] + play + [
      "drawbox=x=0:y=ih-\(unit * 4):w=iw:h=\(unit * 4):color=0x0a84ff:t=fill"
    ]
  }

  fileprivate var soundInput: [String] {
    if screen.sound == .music, let music = screen.music {
      return [
        "-protocol_whitelist", "file,pipe", "-stream_loop", "-1", "-i", "file:\(music)",
      ]
    }
    return ["-f", "lavfi", "-i", soundSource]
  }

  private var soundSource: String {
    switch screen.sound {
    case .silent, .music: silenceSource(profile)
    case .sine: "sine=frequency=440:sample_rate=48000"
    case .noise: "anoisesrc=color=white:sample_rate=48000:amplitude=0.1:seed=1"
    case .beep: "aevalsrc=0.125*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.2):s=48000"
    }
  }

  fileprivate var soundFilters: String {
    let layout = profile.audioChannels == 6 ? "5.1" : "stereo"
    guard screen.sound == .music else { return "aformat=channel_layouts=\(layout)" }
    return "aresample=48000,asetpts=N/SR/TB,afade=t=in:d=1,afade=t=out:st=\(loop.seconds - 1):d=1,"
      + "apad"
  }

  /// A key frame each second, to be cut at, and no reordering: the screen ends at any picture.
  fileprivate func pictureEncoding(_ rung: TranscodeProfile) -> [String] {
    let isStatic = screen.picture == .static
    var shape = rung
    shape.videoBitrate = min(rung.videoBitrate, isStatic ? 3_000_000 : 1_000_000)
    shape.videoBuffer = nil
    shape.preset = isStatic ? "ultrafast" : "veryfast"
    shape.coding = .high
    shape.threads = 2
    shape.bFrames = 0
    let keys = (0...loop.seconds).map { second in
      microsecondsText((loop.leader + Int64(second) * 90_000) * 100 / 9)
    }
    return pictureArguments(
      shape,
      KeyFramePlaces(at: keys, even: loop.keyDistance, frameRate: profile.frameRate))
  }
}

extension ScreenWords {
  /// Draws the words as they are: nothing in them is expanded.
  fileprivate var filter: String {
    "drawtext=textfile=\(file):expansion=none:font=Sans:fontsize=\(size):fontcolor=\(color)"
      + ":x=max(0\\,(w-text_w)/2):y=\(top)"
  }
}

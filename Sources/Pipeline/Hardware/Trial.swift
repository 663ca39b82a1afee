import Library
public import Playout

/// One run of ffmpeg that proves an ability, with what a run on air would ask for.
public struct Trial: Hashable, Sendable {
  /// The card that is tried.
  public var card: Card
  /// What it is to prove.
  public var ability: Ability
  /// The arguments without the program's name; the stream goes to standard output.
  public var arguments: [String]

  /// The trial of an ability; nil where the kind has no such ability.
  ///
  /// - Parameters:
  ///   - ability: What is to be proven.
  ///   - kind: What kind of card.
  ///   - node: Its node, for a kind that has one.
  ///   - options: The options that ffmpeg lists for the encoder.
  ///   - clips: The folder of the clips that ``clips`` makes.
  public init?(
    _ ability: Ability, of kind: HardwareKind, node: String?, options: Set<String>?, clips: String
  ) {
    guard kind.description.has(ability) else { return nil }
    let card = Card(kind: kind, node: node, abilities: [ability], options: options)
    self.card = card
    self.ability = ability
    arguments =
      kind == .software
      ? Self.processor(ability) : Self.card(card, ability, clip: "\(clips)/\(ability.clip.name)")
  }

  /// The shape that is tried: small, and large enough for every card.
  public static let profile: TranscodeProfile = {
    var profile = TranscodeProfile(
      name: "trial", width: 640, height: 360, frameRate: 25, videoBitrate: 1_000_000,
      preset: "veryfast", audioBitrate: 128_000, allowsCopy: false)
    profile.threads = 2
    return profile
  }()

  /// The same in the codec that an ability encodes.
  fileprivate static func profile(of ability: Ability) -> TranscodeProfile {
    var profile = profile
    if let (codec, bitDepth) = ability.encoded {
      (profile.videoCodec, profile.bitDepth) = (codec, bitDepth)
    }
    return profile
  }

  /// The clips that decoders are tried on: a name, and the arguments that make it.
  public static func clips(in folder: String) -> [(name: String, arguments: [String])] {
    Clip.allCases.map { clip in
      (
        clip.name,
        generalArguments + ["-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25", "-frames:v", "25"]
          + clip.encoding + ["-f", "mpegts", "-y", "file:\(folder)/\(clip.name)"]
      )
    }
  }

  fileprivate enum Clip: String, CaseIterable {
    case h264, hevc, hdr

    var name: String { "\(rawValue).ts" }

    var encoding: [String] {
      let usual = ["-preset", "ultrafast", "-pix_fmt", self == .hdr ? "yuv420p10le" : "yuv420p"]
      switch self {
      case .h264: return ["-c:v", "libx264"] + usual
      case .hevc: return ["-c:v", "libx265", "-x265-params", "log-level=error"] + usual
      case .hdr:
        // Cards refuse to map what does not say how bright its master was.
        let master =
          "log-level=error:hdr10=1:max-cll=1000,400:master-display="
          + "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)"
        return ["-c:v", "libx265", "-x265-params", master] + usual + [
          "-color_trc", "smpte2084", "-color_primaries", "bt2020", "-colorspace", "bt2020nc",
        ]
      }
    }
  }

  private static let source = ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=25"]

  private static func processor(_ ability: Ability) -> [String] {
    let filters: String
    switch ability {
    case .encodePCM:
      var profile = profile
      profile.audioCodec = .pcm
      return generalArguments + ["-f", "lavfi", "-i", silenceSource(profile), "-t", "1"]
        + soundArguments(profile) + transportStreamArguments
    case .mapTones:
      filters = (["format=yuv420p10le"] + PictureIntent.mapTones.filtersInMemory(of: .deep))
        .joined(separator: ",")
    case .deinterlace: filters = "bwdif=mode=send_field:deint=all"
    default: filters = Scaling.pad.scale(640, 360, forEach: false)
    }
    return generalArguments + source
      + ["-vf", filters, "-frames:v", "12"]
      + pictureArguments(profile(of: ability), keyFrames: .regular)
      + transportStreamArguments
  }

  private static func card(_ card: Card, _ ability: Ability, clip: String) -> [String] {
    let profile = profile(of: ability)
    let upload = card.upload(profile)
    let encoder = pictureArguments(profile, keyFrames: .regular, card: card)
    guard ability.encoded == nil else {
      return generalArguments + card.deviceArguments + source
        + ["-vf", (upload.isEmpty ? ["null"] : upload).joined(separator: ","), "-frames:v", "12"]
        + encoder + transportStreamArguments
    }
    // What never was on the card can't be downloaded from it: a decoder that silently falls back to
    // the processor fails here.
    let filters =
      ability.codec != nil ? ["hwdownload", "format=nv12"] + upload : card.trialFilters(ability)
    return generalArguments + card.deviceArguments + card.decodeArguments
      + ["-i", "file:\(clip)", "-vf", filters.joined(separator: ","), "-frames:v", "12"]
      + encoder + transportStreamArguments
  }
}

extension Ability {
  fileprivate var clip: Trial.Clip {
    switch self {
    case .decodeHEVC: .hevc
    case .mapTones: .hdr
    default: .h264
    }
  }
}

extension PictureState {
  /// A picture of high dynamic range.
  fileprivate static var deep: PictureState {
    var state = PictureState(.init(index: 0, codec: "hevc", width: 640, height: 360))
    state.range = .pq
    return state
  }
}

extension Card {
  /// What a run on air would ask of it for an ability, with what comes behind.
  fileprivate func trialFilters(_ ability: Ability) -> [String] {
    let rest = ["fps=25:start_time=0", "tpad=stop_duration=2:stop_mode=clone"]
    switch ability {
    case .scale: return ["\(description.scaler ?? "null")=w=640:h=360:format=nv12"] + rest
    case .deinterlace: return [description.deinterlacer ?? "null"] + rest
    case .mapTones: return [description.toneMapper ?? "null"] + rest
    default: return rest
    }
  }
}

/// The options that ffmpeg's help about an encoder or a filter lists.
///
/// - Parameter help: What `ffmpeg -h encoder=…` or `-h filter=…` wrote.
/// - Returns: Their names without a dash; none where ffmpeg knows no such thing.
public func listedOptions(in help: String) -> Set<String> {
  var names: Set<String> = []
  for line in help.split(separator: "\n") where line.hasPrefix("  ") {
    guard let word = line.split(separator: " ").first, line.contains("<") else { continue }
    names.insert(String(word.drop { $0 == "-" }))
  }
  return names
}

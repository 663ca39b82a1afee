import Library
import Playout

/// A card on this machine with what it has proven.
public struct Card: Hashable, Sendable {
  /// What it is.
  public var kind: HardwareKind
  /// Its node, such as `/dev/dri/renderD128`; nil where it is found without one.
  public var node: String?
  /// What it has proven.
  public var abilities: Set<Ability>
  /// The options that the installed ffmpeg lists for its encoder; nil where nobody has asked.
  public var options: Set<String>?

  /// A card with all its parts.
  public init(
    kind: HardwareKind, node: String? = nil, abilities: Set<Ability>, options: Set<String>? = nil
  ) {
    self.kind = kind
    self.node = node
    self.abilities = abilities
    self.options = options
  }

  var description: HardwareDescription { kind.description }

  /// What opens it, before the inputs.
  var deviceArguments: [String] {
    description.device.map { $0.replacing("DEVICE", with: node ?? "") }
  }

  /// What has a file decoded into its memory.
  var decodeArguments: [String] { description.decode ?? [] }

  /// Why it does not decode a picture; nil where it does.
  func obstacle(toDecoding video: VideoStream, isKnown: Bool) -> Detour? {
    guard isKnown else { return .isUnknown }
    guard video.rotation % 360 == 0 else { return .isTurned }
    let isUsual = ["yuv420p", "yuvj420p", "nv12", "yuv420p10le"].contains(video.pixelFormat ?? "")
    let isDeepH264 = video.codec == "h264" && video.pixelFormat?.contains("10") ?? false
    guard description.decode != nil, isUsual, !isDeepH264,
      abilities.contains(where: { $0.codec == video.codec })
    else { return .decoderNotProven }
    return nil
  }

  /// The card's own filters for an intent; nil where it has none that is proven.
  func filters(
    for intent: PictureIntent, of state: PictureState, beforeTones: Bool
  ) -> [String]? {
    switch intent {
    case .deinterlace(let isPerField, let isForced):
      let filter = isPerField ? description.fieldDeinterlacer : description.deinterlacer
      guard !isForced, abilities.contains(.deinterlace) else { return nil }
      return filter.map { [$0] }
    case .scale(let scaling, let width, let height):
      guard let scaler = description.scaler, abilities.contains(.scale) else { return nil }
      let size = state.fitted(scaling, into: width, height)
      let keepsDepth = state.wantsDepth || beforeTones && state.range != .standard
      return ["\(scaler)=w=\(size.width):h=\(size.height):format=\(keepsDepth ? "p010" : "nv12")"]
    case .plainPixels:
      guard let scaler = description.scaler, abilities.contains(.scale) else { return nil }
      return ["\(scaler)=format=\(state.wantsDepth ? "p010" : "nv12")"]
    case .mapTones:
      // The cards' mappers know HDR10 only, and leave eight bits of it.
      guard state.range == .pq, !state.wantsDepth, abilities.contains(.mapTones) else { return nil }
      return description.toneMapper.map { [$0] }
    case .frame, .drawSubtitles, .overlaySubtitles, .layOver, .drawWords: return nil
    case .reduceRate, .exactRate, .squarePixels, .hold: return intent.filtersInMemory(of: state)
    }
  }

  /// The card's own filter for a smaller picture; nil where it has none that is proven.
  func scaled(to shape: TranscodeProfile) -> String? {
    guard let scaler = description.scaler, abilities.contains(.scale) else { return nil }
    return "\(scaler)=w=\(shape.width):h=\(shape.height):format=\(shape.isDeep ? "p010" : "nv12")"
  }

  /// The filters that bring a profile's pictures from memory to where the encoder wants them.
  func upload(_ profile: TranscodeProfile) -> [String] {
    description.upload(isDeep: profile.isDeep)
  }

  /// How the encoder is called; nil where the kind has none of the profile's codec.
  func encoding(_ profile: TranscodeProfile, _ places: KeyFramePlaces) -> [String]? {
    guard let encoder = description.encoders[profile.videoCodec] else { return nil }
    let known = description.options(profile).filter { option in
      !option.isOptional || options?.contains(option.name) ?? true
    }
    return ["-c:v", encoder]
      + known.flatMap { ["-\($0.name == "profile" ? "profile:v" : $0.name)", $0.value] }
      + [
        "-b:v", "\(profile.videoBitrate)", "-maxrate", "\(profile.videoBitrate * 3 / 2)",
        "-bufsize", "\(profile.videoBuffer ?? profile.videoBitrate * 2)", "-bf",
        "\(bFrames(of: profile))", "-flags", "+cgop", "-g", "\(places.most)",
        "-force_key_frames", places.forced,
      ] + headers(of: profile.videoCodec)
  }

  private func bFrames(of profile: TranscodeProfile) -> Int {
    switch profile.videoCodec {
    case .h264 where profile.coding == .baseline: 0
    case .h264, .hevc, .mpeg2: min(profile.bFrames, description.mostBFrames)
    case .av1: 0
    }
  }

  /// What puts parameter sets before key frames, where the encoder does not.
  private func headers(of codec: VideoCodec) -> [String] {
    guard description.needsHeaders, codec == .h264 || codec == .hevc else { return [] }
    return ["-bsf:v", "dump_extra=freq=keyframe"]
  }
}

public import Playout

/// All that differs from one kind of hardware to another, as data.
public struct HardwareDescription: Sendable {
  /// ffmpeg's name of the encoder of each codec that it has.
  public var encoders: [VideoCodec: String]
  /// Whether it encodes sound.
  var hasSound = false
  /// Whether pictures with ten bits a colour are encoded where the codec has them.
  var isDeep = true
  /// What opens the device, before the inputs; `DEVICE` stands for its path.
  var device: [String] = []
  /// What has the file decoded into the card's memory, before the input; nil: it can't be.
  var decode: [String]?
  /// The filters that bring pictures from memory to where the encoder wants them; `PIXELS` stands
  /// for their kind.
  private var uploadFilters: [String] = []
  /// ffmpeg's name of the card's scaler.
  var scaler: String?
  /// The card's deinterlacer, for one picture out of both fields.
  var deinterlacer: String?
  /// The same for a picture out of each field.
  var fieldDeinterlacer: String?
  /// The card's tone mapper, for HDR10.
  var toneMapper: String?
  /// The encoder's own options, with names without a dash.
  var options: @Sendable (TranscodeProfile) -> [EncoderOption]
  /// How many B-frames it makes at most.
  var mostBFrames = 0
  /// Whether parameter sets have to be put before key frames.
  var needsHeaders = false
  /// Whether the device is a node of the system, whose path has to be found.
  public var usesNode = false

  /// The names of the options of its own that it is called with.
  public func ownOptions(of profile: TranscodeProfile) -> [String] { options(profile).map(\.name) }

  /// ffmpeg's name of the encoder that the test of an ability runs.
  public func encoder(for ability: Ability) -> String {
    ability == .encodePCM ? Self.pcmEncoder : encoders[ability.encoded?.codec ?? .h264] ?? ""
  }

  /// ffmpeg's name of the encoder of PCM for MPEG-TS.
  static let pcmEncoder = "s302m"

  /// What of them the test of an ability needs; empty for what it has not.
  func has(_ ability: Ability) -> Bool {
    if let (codec, bitDepth) = ability.encoded {
      return encoders[codec] != nil && (isDeep || bitDepth == 8)
    }
    return switch ability {
    case .encodePCM: hasSound
    case .decodeH264, .decodeHEVC: decode != nil
    case .scale: scaler != nil
    case .deinterlace: deinterlacer != nil
    case .mapTones: toneMapper != nil
    default: false
    }
  }

  /// The filters that bring pictures from memory to where the encoder wants them.
  func upload(isDeep: Bool) -> [String] {
    uploadFilters.map { $0.replacing("PIXELS", with: isDeep ? "p010" : "nv12") }
  }
}

/// One option of an encoder.
public struct EncoderOption: Hashable, Sendable {
  /// Its name, without a dash.
  public var name: String
  /// Its value.
  public var value: String
  /// Whether it is left out where the installed ffmpeg does not list it.
  public var isOptional = true
}

extension HardwareKind {
  /// What is known of the kind.
  public var description: HardwareDescription {
    switch self {
    case .software: .software
    case .nvenc: .nvenc
    case .qsv: .qsv
    case .vaapi: .vaapi
    case .videotoolbox: .videotoolbox
    case .amf: .amf
    case .v4l2m2m: .v4l2m2m
    case .rkmpp: .rkmpp
    }
  }
}

extension HardwareDescription {
  fileprivate static let software = HardwareDescription(
    encoders: [.h264: "libx264", .hevc: "libx265", .mpeg2: "mpeg2video", .av1: "libsvtav1"],
    hasSound: true, scaler: "scale", deinterlacer: "bwdif", toneMapper: "zscale",
    options: { _ in [] }, mostBFrames: 4)

  fileprivate static let nvenc = HardwareDescription(
    encoders: [.h264: "h264_nvenc", .hevc: "hevc_nvenc", .av1: "av1_nvenc"],
    device: ["-init_hw_device", "cuda=card", "-filter_hw_device", "card"],
    decode: ["-hwaccel", "cuda", "-hwaccel_device", "card", "-hwaccel_output_format", "cuda"],
    uploadFilters: ["format=PIXELS", "hwupload_cuda"],
    scaler: "scale_cuda",
    deinterlacer: "yadif_cuda=mode=send_frame:deint=interlaced",
    fieldDeinterlacer: "yadif_cuda=mode=send_field:deint=interlaced",
    options: { profile in
      [
        EncoderOption(name: "preset", value: "p\(profile.effort(of: 7))"),
        EncoderOption(name: "rc", value: "vbr"),
        EncoderOption(name: "profile", value: profile.codingName()),
        EncoderOption(name: "forced-idr", value: "1", isOptional: false),
        EncoderOption(name: "no-scenecut", value: "1"),
        EncoderOption(name: "strict_gop", value: "1"),
        EncoderOption(name: "b_ref_mode", value: "disabled"),
      ]
    }, mostBFrames: 4)

  fileprivate static let qsv = HardwareDescription(
    encoders: [.h264: "h264_qsv", .hevc: "hevc_qsv", .mpeg2: "mpeg2_qsv", .av1: "av1_qsv"],
    device: [
      "-init_hw_device", "vaapi=node:DEVICE", "-init_hw_device", "qsv=card@node",
      "-filter_hw_device", "card",
    ],
    decode: ["-hwaccel", "qsv", "-hwaccel_device", "card", "-hwaccel_output_format", "qsv"],
    uploadFilters: ["format=PIXELS", "hwupload=extra_hw_frames=64"],
    scaler: "scale_qsv",
    deinterlacer: "deinterlace_qsv",
    options: { profile in
      let presets = ["veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"]
      let common = [
        EncoderOption(name: "preset", value: presets[profile.effort(of: 7) - 1]),
        EncoderOption(name: "profile", value: profile.codingName()),
        EncoderOption(name: "forced_idr", value: "1", isOptional: false),
      ]
      let interval = EncoderOption(name: "idr_interval", value: "0")
      switch profile.videoCodec {
      case .h264:
        return common + [
          interval, EncoderOption(name: "look_ahead", value: "0"),
          EncoderOption(name: "adaptive_i", value: "0"),
          EncoderOption(name: "adaptive_b", value: "0"),
        ]
      case .hevc: return common + [interval]
      case .mpeg2, .av1: return common
      }
    }, mostBFrames: 4, needsHeaders: true, usesNode: true)

  fileprivate static let vaapi = HardwareDescription(
    encoders: [.h264: "h264_vaapi", .hevc: "hevc_vaapi", .mpeg2: "mpeg2_vaapi", .av1: "av1_vaapi"],
    device: ["-init_hw_device", "vaapi=card:DEVICE", "-filter_hw_device", "card"],
    decode: ["-hwaccel", "vaapi", "-hwaccel_device", "card", "-hwaccel_output_format", "vaapi"],
    uploadFilters: ["format=PIXELS", "hwupload"],
    scaler: "scale_vaapi",
    deinterlacer: "deinterlace_vaapi=rate=frame:auto=1",
    fieldDeinterlacer: "deinterlace_vaapi=rate=field:auto=1",
    toneMapper: "tonemap_vaapi=format=nv12:primaries=bt709:transfer=bt709:matrix=bt709",
    options: { profile in
      [
        EncoderOption(name: "rc_mode", value: "VBR"),
        EncoderOption(name: "profile", value: profile.codingName(baseline: "constrained_baseline")),
        EncoderOption(name: "idr_interval", value: "0"),
        EncoderOption(name: "b_depth", value: "1"),
      ]
    }, mostBFrames: 4, usesNode: true)

  fileprivate static let videotoolbox = HardwareDescription(
    encoders: [.h264: "h264_videotoolbox", .hevc: "hevc_videotoolbox"],
    uploadFilters: ["format=PIXELS"],
    options: { profile in
      [
        EncoderOption(name: "profile", value: profile.codingName()),
        EncoderOption(name: "allow_sw", value: "0"),
        EncoderOption(name: "realtime", value: "0"),
      ]
    }, mostBFrames: 2)

  fileprivate static let amf = HardwareDescription(
    encoders: [.h264: "h264_amf", .hevc: "hevc_amf", .av1: "av1_amf"],
    uploadFilters: ["format=PIXELS"],
    options: { profile in
      let qualities = ["speed", "balanced", "quality"]
      return [
        EncoderOption(name: "usage", value: "transcoding"),
        EncoderOption(name: "quality", value: qualities[profile.effort(of: 3) - 1]),
        EncoderOption(name: "rc", value: "vbr_peak"),
        EncoderOption(name: "profile", value: profile.codingName(baseline: "constrained_baseline")),
        EncoderOption(name: "forced_idr", value: "1"),
      ]
    }, needsHeaders: true)

  fileprivate static let v4l2m2m = HardwareDescription(
    encoders: [.h264: "h264_v4l2m2m", .hevc: "hevc_v4l2m2m"], isDeep: false,
    uploadFilters: ["format=yuv420p"],
    options: { _ in [EncoderOption(name: "num_capture_buffers", value: "64")] },
    needsHeaders: true)

  fileprivate static let rkmpp = HardwareDescription(
    encoders: [.h264: "h264_rkmpp", .hevc: "hevc_rkmpp"], isDeep: false,
    uploadFilters: ["format=PIXELS"],
    options: { profile in
      [
        EncoderOption(name: "rc_mode", value: "VBR"),
        EncoderOption(name: "profile", value: profile.codingName()),
      ]
    }, needsHeaders: true)
}

extension TranscodeProfile {
  /// The profile of the codec, as an encoder names it.
  fileprivate func codingName(baseline: String = "baseline") -> String {
    switch videoCodec {
    case .h264: coding == .baseline ? baseline : coding.rawValue
    case .hevc: isDeep ? "main10" : "main"
    case .mpeg2, .av1: "main"
    }
  }

  /// The preset as one of so many steps, from 1 for the quickest.
  fileprivate func effort(of steps: Int) -> Int {
    let place = Self.presets.firstIndex(of: preset) ?? 2
    return 1 + place * (steps - 1) / max(1, Self.presets.count - 1)
  }
}

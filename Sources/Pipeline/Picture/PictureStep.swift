/// One step of a picture's way, and where it is taken.
public struct PictureStep: Hashable, Sendable {
  /// What a step does.
  public enum Work: String, Codable, CaseIterable, Sendable {
    /// Makes whole pictures out of fields.
    case deinterlace
    /// Brings pictures to a rate.
    case rate
    /// Brings pictures to a size.
    case scale
    /// Brings pictures to the usual dynamic range.
    case tones
    /// Brings pictures to 4:2:0 with the profile's depth.
    case pixels
    /// Puts bars around pictures, or cuts them.
    case frame
    /// Declares pixels square.
    case square
    /// Holds the last picture.
    case hold
    /// Draws subtitles in.
    case subtitles
    /// Lays graphics over.
    case graphics
    /// Brings pictures from a card to memory.
    case download
    /// Brings pictures from memory to a card.
    case upload
  }

  /// What it does.
  public var work: Work
  /// Whether a card takes it.
  public var isOnCard: Bool
  /// ffmpeg's filters for it, in order.
  public var filters: [String]
  /// The further picture that the first of the filters lays over; nil for none.
  public var layer: PictureLayer?
}

/// A further picture that comes in where a step lays it over those of a run.
public struct PictureLayer: Hashable, Sendable {
  /// ffmpeg's arguments that open it; empty for a stream of the run's own file.
  public var input: [String]
  /// Its stream: in that input, else as ffmpeg names it among all inputs.
  public var stream: String
  /// What is done to it before it is laid over.
  public var filters: [String]
}

/// The way of a run's pictures from the file to the encoder: what ``resolve(_:from:card:)`` found.
public struct PicturePath: Hashable, Sendable {
  /// Whether a card decodes.
  public var decodesOnCard: Bool
  /// The steps, in order.
  public var steps: [PictureStep]
  /// What was left out, and why.
  public var idle: [IdleIntent]
  /// Why parts of it are not taken on the card.
  public var detours: [Detour]
}

/// Why a part of a path is taken by the processor although a card encodes.
public enum Detour: String, Codable, CaseIterable, Sendable {
  /// The card did not pass its test of decoding this codec.
  case decoderNotProven
  /// ffmpeg turns pictures in memory only.
  case isTurned
  /// What the file holds is not known for certain.
  case isUnknown
  /// The card's scaler did not pass its test.
  case scalerNotProven
  /// The card's deinterlacer did not pass its test, or can't show each field.
  case deinterlacerNotProven
  /// The card has no proven way to map tones.
  case toneMapperNotProven
  /// No card puts bars around pictures, or cuts them.
  case framesInMemory
  /// Subtitles and graphics are drawn by the processor.
  case drawnInMemory
}

extension Detour: CustomStringConvertible {
  /// A few words for people.
  public var description: String {
    switch self {
    case .decoderNotProven: "the card did not pass its test of decoding this codec"
    case .isTurned: "a turned picture is decoded in memory"
    case .isUnknown: "what the file holds is not known for certain"
    case .scalerNotProven: "the card's scaler did not pass its test"
    case .deinterlacerNotProven:
      "the card's deinterlacer did not pass its test, or can't show each field"
    case .toneMapperNotProven: "the card has no proven way to map tones"
    case .framesInMemory: "bars and cuts are made in memory"
    case .drawnInMemory: "subtitles and graphics are drawn in memory"
    }
  }
}

extension IdleReason: CustomStringConvertible {
  /// A few words for people.
  public var description: String {
    switch self {
    case .isProgressive: "the picture is not interlaced"
    case .isSlowEnough: "it has no more pictures a second than the profile"
    case .hasSize: "its size fits already"
    case .hasUsualRange: "it has the usual dynamic range"
    case .isPlain: "its pixels are of the profile's kind already"
    case .isSquare: "its pixels are square already"
    case .hasExactRate: "its rate was made exact before"
    case .isSwitchedOff: "the profile does not want it"
    case .isUnknown: "what the scan found is not relied on"
    }
  }
}

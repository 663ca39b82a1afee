import Hashing
public import Playout

/// A screen in the shape of a profile, with what it says: all that decides how it looks.
public struct ScreenOrder: Hashable, Sendable {
  /// Picture and sound; files that they don't need are left out.
  public let screen: Screen
  /// What it says; empty where the picture shows no words.
  public let message: ScreenMessage
  /// The shape.
  public let profile: TranscodeProfile

  /// An order, brought to what can be seen and heard of it.
  public init(screen: Screen, message: ScreenMessage, profile: TranscodeProfile) {
    let picture = profile.hasPicture ? screen.picture : .black
    let usesImage = picture == .image
    let usesMusic = screen.sound == .music
    self.screen = Screen(
      picture: picture, sound: screen.sound, image: usesImage ? screen.image : nil,
      music: usesMusic ? screen.music : nil)
    self.message = picture.showsWords ? message : ScreenMessage(headline: "")
    self.profile = profile.hasPicture ? profile : profile.placeholder
  }

  /// Sixteen hexadecimal digits that name the order's file.
  public var name: String {
    let shape = [
      profile.width, profile.height, profile.frameRate, profile.videoBitrate, profile.audioBitrate,
    ]
    // Names of before stay what they were.
    let surround = profile.audioChannels == 2 ? [] : ["\(profile.audioChannels) channels"]
    let codecs =
      (profile.videoCodec == .h264 ? [] : ["\(profile.videoCodec) \(profile.bitDepth)"])
      + (profile.audioCodec == .aac ? [] : ["\(profile.audioCodec)"])
    let rungs = profile.ladder.map { "\($0.width)x\($0.height) \($0.videoBitrate)" }
    let parts =
      [Self.version, screen.picture.rawValue, screen.sound.rawValue, screen.image ?? ""]
      + [screen.music ?? ""] + shape.map(String.init) + surround + codecs + rungs
      + [message.headline]
      + message.lines
    return Fingerprint(of: parts.joined(separator: "\u{0}")).hex
  }

  /// Rises when the same order is drawn differently.
  private static let version = "1"
}

extension ScreenOrder {
  /// What is made instead where this order fails: plain words in silence, then an empty card.
  public var substitutes: [ScreenOrder] {
    let plain = ScreenOrder(screen: .standard, message: message.orStandard, profile: profile)
    let empty = ScreenOrder(
      screen: .standard, message: ScreenMessage(headline: ""), profile: profile)
    return [plain, empty].filter { $0 != self }
  }
}

extension Screen {
  /// Whether it is made out of files of the user's, which may change.
  public var usesFiles: Bool { picture == .image || sound == .music }
}

extension Screen.Picture {
  /// Whether the message is drawn into it.
  public var showsWords: Bool { self == .text || self == .slate }
}

extension ScreenMessage {
  /// Pictures without words come without a message; words that replace them need one.
  fileprivate var orStandard: ScreenMessage {
    headline.isEmpty ? ScreenMessage(headline: "Please stand by") : self
  }
}

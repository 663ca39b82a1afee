/// What a channel shows while there is no programme: a picture and a sound.
///
/// Shown where an item can't be played, where nothing is scheduled and while
/// the first picture of a slow item is awaited.
public struct Screen: Hashable, Codable, Sendable {
  /// The pictures to choose from.
  public enum Picture: String, Codable, CaseIterable, Sendable {
    /// Words that say what is the matter, and what comes next.
    case text
    /// The snow of an untuned receiver.
    case `static`
    /// Colour bars.
    case pattern
    /// A calm card with the station's mark and the same words.
    case slate
    /// A picture file of the user's.
    case image
    /// Black.
    case black
  }

  /// The sounds to choose from.
  public enum Sound: String, Codable, CaseIterable, Sendable {
    /// Nothing.
    case silent
    /// A steady tone of 440 Hz.
    case sine
    /// White noise.
    case noise
    /// A short tone each second.
    case beep
    /// A sound file of the user's.
    case music
  }

  /// The picture.
  public var picture: Picture
  /// The sound.
  public var sound: Sound
  /// The absolute path of the picture file; there where ``picture`` is `image`.
  public var image: String?
  /// The absolute path of the sound file; there where ``sound`` is `music`.
  public var music: String?

  /// A screen with all its parts.
  public init(
    picture: Picture, sound: Sound, image: String? = nil, music: String? = nil
  ) {
    self.picture = picture
    self.sound = sound
    self.image = image
    self.music = music
  }

  /// Words and silence: what every channel begins with.
  public static let standard = Screen(picture: .text, sound: .silent)
}

/// What a screen says to viewers.
public struct ScreenMessage: Hashable, Codable, Sendable {
  /// The large line.
  public var headline: String
  /// The small lines below it.
  public var lines: [String]

  /// A message with all its parts.
  public init(headline: String, lines: [String] = []) {
    self.headline = headline
    self.lines = lines
  }
}

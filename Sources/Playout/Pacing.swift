/// How fast the endless stream is handed to a viewer.
///
/// Playlists and segments are not paced: their players ask for what they need.
public enum Pacing: String, Codable, CaseIterable, Sendable {
  /// At the stream's own rate from the first byte on; a player's buffer stays as small as it began.
  case realtime
  /// Ten seconds at once, then at the stream's own rate.
  case burst
  /// What is there at once, then each segment over half its length; a viewer who is behind waits
  /// for nothing.
  case adaptive
  /// Each segment as fast as the viewer takes it.
  case disabled
}

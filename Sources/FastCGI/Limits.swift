/// What one request may cost.
public struct Limits: Sendable {
  /// The largest body that is taken, in bytes.
  public var body: Int
  /// How much of a body that is too large is read and thrown away.
  ///
  /// A web server that cannot get rid of a body reports a broken worker instead
  /// of passing the refusal on, so a refused body is read to its end.
  public var discarded: Int
  /// The seconds that requests under way have left when the program ends.
  public var farewell: Int

  /// Limits with all their parts.
  public init(body: Int = 1_048_576, discarded: Int = 64 * 1_048_576, farewell: Int = 10) {
    self.body = body
    self.discarded = discarded
    self.farewell = farewell
  }
}

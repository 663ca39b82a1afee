/// The release that all programs of this build belong to.
public enum Version {
  /// Such as `0.1.0`.
  public static let current = "0.1.0"
}

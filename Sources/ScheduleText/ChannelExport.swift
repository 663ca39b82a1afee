public import Store

/// Writes a channel with its rules as text.
public enum ChannelExport {
  /// The channel as YAML, with names that mean something on another station too.
  ///
  /// - Throws: What can't be read of it.
  public static func text(_ entry: ProgrammedChannel, names: ContentNames) throws -> String {
    let rules = try entry.programming()
    let document = try TextEncoder.node(ChannelDocument(entry.channel, rules: rules), names)
      .with("rules", RuleText.node(rules, names))
    return """
      # A channel of EXStreamTV. Read it with: exstreamtv channel import FILE, or on the page Channels.

      """ + (try document.yaml())
  }
}

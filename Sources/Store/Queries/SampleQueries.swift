public import Library
public import Playout

extension Store {
  /// A medium as a channel would show it, were that place of it on air now.
  ///
  /// It has the channel's own graphics, its sound and its subtitles. What decos and scripts change
  /// follows from the time, and is left out.
  ///
  /// - Parameters:
  ///   - medium: The medium.
  ///   - channel: The channel.
  ///   - offset: The place in the medium that is on air now.
  /// - Returns: The item of a plan that begins with the medium's beginning.
  /// - Throws: What the database says.
  public func sample(
    of medium: MediaItem, on channel: Channel, at offset: Span
  ) throws(StoreError) -> PlanItem {
    let start = now() - offset
    var item = PlanItem(
      id: 0, start: start, end: start + medium.probe.duration, inPoint: .zero,
      title: medium.title, path: medium.path, probe: medium.probe)
    if let rules = channel.audioRules { item.probe = item.probe.picking(rules) }
    item.takeSubtitles(of: channel, try subtitles(of: medium.id), in: subtitleFolder)
    let facts = GraphicFacts(channel: channel, item: item)
    var graphics: [Graphic] = []
    for id in channel.graphics ?? [] {
      let design = try graphic(id)?.design
      if let graphic = design?.graphic(facts, in: graphicsFolder) { graphics.append(graphic) }
    }
    item.graphics = graphics.isEmpty ? nil : graphics
    return item
  }
}

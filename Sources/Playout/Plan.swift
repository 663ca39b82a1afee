public import Library

/// What a channel is to play in the next hours, complete enough to play it
/// without a database: the contract between the timeline and the transcoder.
///
/// Served at `/internal/plan/<channel>?from=<milliseconds>`; the last plan is
/// kept beside the segments.
public struct Plan: Hashable, Codable, Sendable {
  /// The channel that the plan is for.
  public var channel: Channel
  /// The shape of its stream.
  public var profile: TranscodeProfile
  /// The first moment that the plan speaks of.
  public var from: Moment
  /// The items in order, without overlap; the first may have begun before ``from``.
  public var items: [PlanItem]
  /// What takes over, in order and without overlap; the items run on below.
  public var takeOvers: [TakeOver]
  /// Where holes are black and silent instead of the channel's screen, in order.
  public var darkness: [Darkness]

  /// A plan with all its parts.
  public init(
    channel: Channel, profile: TranscodeProfile, from: Moment, items: [PlanItem],
    takeOvers: [TakeOver] = [], darkness: [Darkness] = []
  ) {
    self.channel = channel
    self.profile = profile
    self.from = from
    self.items = items
    self.takeOvers = takeOvers
    self.darkness = darkness
  }

  /// The item on air at a moment; nil in a hole or past the end.
  public func item(at moment: Moment) -> PlanItem? {
    items.first { $0.start <= moment && moment < $0.end }
  }
}

extension Plan {
  /// Reads a plan; one of an earlier version has neither take-overs nor darkness.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      channel: try values.decode(Channel.self, forKey: .channel),
      profile: try values.decode(TranscodeProfile.self, forKey: .profile),
      from: try values.decode(Moment.self, forKey: .from),
      items: try values.decode([PlanItem].self, forKey: .items),
      takeOvers: try values.decodeIfPresent([TakeOver].self, forKey: .takeOvers) ?? [],
      darkness: try values.decodeIfPresent([Darkness].self, forKey: .darkness) ?? [])
  }
}

/// A hole of a plan that is black and silent, because the rule that left it wants it.
public struct Darkness: Hashable, Codable, Sendable {
  /// When it starts.
  public var start: Moment
  /// When it ends.
  public var end: Moment

  /// A hole with both its ends.
  public init(start: Moment, end: Moment) {
    self.start = start
    self.end = end
  }
}

/// One item of a plan.
public struct PlanItem: Identifiable, Hashable, Codable, Sendable {
  /// The timeline entry's number.
  public var id: Int64
  /// When it starts.
  public var start: Moment
  /// When it ends.
  public var end: Moment
  /// Where in the medium it starts.
  public var inPoint: Span
  /// What viewers read, such as `The Wire · S01E02 · The Detail`.
  public var title: String
  /// The file's absolute path.
  public var path: String
  /// The streams as found by the scan.
  public var probe: MediaProbe
  /// Where a live picture comes from, best first; nil for a file.
  public var live: [LiveSource]?
  /// How loud the file's tracks are; nil where nobody has measured any.
  public var loudness: [Loudness]?
  /// What brings the tracks that the channel plays to the station's loudness; nil where all stay as
  /// they are.
  public var levellings: [Levelling]?
  /// What is laid over its pictures; nil for nothing.
  public var graphics: [Graphic]?
  /// The subtitles that are drawn into its pictures; nil for none.
  public var burn: SubtitleBurn?
  /// The words for the channel's renditions of subtitles; nil where it has none.
  public var subtitles: [PlanSubtitle]?

  /// An item with all its parts.
  public init(
    id: Int64, start: Moment, end: Moment, inPoint: Span, title: String, path: String,
    probe: MediaProbe, live: [LiveSource]? = nil, loudness: [Loudness]? = nil
  ) {
    self.id = id
    self.start = start
    self.end = end
    self.inPoint = inPoint
    self.title = title
    self.path = path
    self.probe = probe
    self.live = live
    self.loudness = loudness
  }
}

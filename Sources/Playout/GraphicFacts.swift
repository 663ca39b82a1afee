public import Library

/// What is known of an item when the words of its graphics are filled in.
public struct GraphicFacts: Sendable {
  /// The channel that is watched.
  public var channel: Channel
  /// The item.
  public var item: PlanItem
  /// Whether it is a filler.
  public var isFiller: Bool
  /// What the guide shows while it is on.
  public var now: Programme?
  /// What the guide shows behind that.
  public var next: Programme?
  /// How many seconds the clock on the wall is east of UTC at a moment.
  public var zone: @Sendable (Moment) -> Int

  /// Facts with all their parts.
  public init(
    channel: Channel, item: PlanItem, isFiller: Bool = false, now: Programme? = nil,
    next: Programme? = nil, zone: @escaping @Sendable (Moment) -> Int = { _ in 0 }
  ) {
    self.channel = channel
    self.item = item
    self.isFiller = isFiller
    self.now = now
    self.next = next
    self.zone = zone
  }
}

extension GraphicDesign {
  /// What is laid over an item's pictures; nil where it is not seen on that.
  ///
  /// - Parameters:
  ///   - facts: What is known of the item.
  ///   - folder: The folder of the pictures, by its absolute path.
  /// - Returns: The graphic with its words filled in.
  public func graphic(_ facts: GraphicFacts, in folder: String) -> Graphic? {
    guard isOnFillers || !facts.isFiller, let content = content(facts, in: folder) else {
      return nil
    }
    var graphic = Graphic(content)
    if let first {
      // Later parts of a programme are further in than that.
      let until = facts.item.start - facts.item.inPoint + first
      guard until > facts.item.start else { return nil }
      graphic.until = until < facts.item.end ? until : nil
    }
    graphic.place = place
    graphic.width = width
    (graphic.marginX, graphic.marginY) = (marginX, marginY)
    graphic.opacity = opacity
    graphic.rhythm = rhythm
    graphic.fade = fade
    return graphic
  }

  private func content(_ facts: GraphicFacts, in folder: String) -> Graphic.Content? {
    switch kind {
    case .image:
      guard let image else { return nil }
      return .image(path: "\(folder)/\(image.file)", isAnimated: image.isAnimated)
    case .text:
      guard let template = try? GraphicTemplate(text ?? "") else { return nil }
      let parts = template.filled(with: facts)
      return parts.isEmpty ? nil : .text(parts, look)
    }
  }
}

extension GraphicTemplate {
  /// So much of a title is shown at most.
  static let longestWords = 120

  /// The words for an item; empty where nothing is known.
  ///
  /// A line of whose names none is known is left out: a film has no episode, and what is next may
  /// not be planned yet.
  public func filled(with facts: GraphicFacts) -> [TextPart] {
    var parts: [TextPart] = []
    for line in lines {
      let names = line.compactMap { if case .field(let field) = $0 { field } else { nil } }
      guard names.isEmpty || names.contains(where: { facts.knows($0) }) else { continue }
      if !parts.isEmpty { parts.append(.line) }
      for part in line {
        switch part {
        case .words(let words): parts.append(.words(Self.plain(words, atMost: Self.longest)))
        case .field(.clock): parts.append(.clock(zone: facts.zone(facts.item.start)))
        case .field(let field):
          parts.append(.words(Self.plain(facts.words(for: field), atMost: Self.longestWords)))
        }
      }
    }
    return parts.filter { $0 != .words("") }
  }

  /// Words on one line: titles come from names of files, which may hold anything.
  static func plain(_ words: String, atMost most: Int) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in words.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator:
        if scalars.last != " " { scalars.append(" ") }
      case .surrogate, .privateUse, .unassigned: scalars.append("\u{FFFD}")
      // Marks that turn the direction of all that follows.
      case .format where (0x202A...0x202E).contains(scalar.value): continue
      case .format where (0x2066...0x2069).contains(scalar.value): continue
      default: scalars.append(scalar)
      }
      // Letters with hundreds of marks are no words.
      if scalars.count > 4 * most { break }
    }
    let line = String(scalars)
    return line.count > most ? line.prefix(most - 1) + "…" : line
  }
}

extension GraphicFacts {
  fileprivate func knows(_ field: GraphicTemplate.Field) -> Bool {
    field == .clock || words(for: field).contains { !$0.isWhitespace }
  }

  fileprivate func words(for field: GraphicTemplate.Field) -> String {
    switch field {
    case .title: now?.title ?? item.title
    case .subtitle: now?.subtitle ?? ""
    case .episode: now?.episodeCode ?? ""
    case .year: now?.year.map(String.init) ?? ""
    case .start: time(now?.start ?? item.start)
    case .end: time(now?.end ?? item.end)
    case .next: next?.title ?? ""
    case .nextSubtitle: next?.subtitle ?? ""
    case .nextEpisode: next?.episodeCode ?? ""
    case .nextStart: next.map { time($0.start) } ?? ""
    case .channel: channel.name
    case .number: channel.number.description
    case .clock: ""
    }
  }

  /// The time of day in hours and minutes.
  private func time(_ moment: Moment) -> String {
    let day: Int64 = 24 * 60
    let minutes = (moment.milliseconds / 1000 + Int64(zone(moment))) / 60
    let past = (minutes % day + day) % day
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(past / 60)):\(two(past % 60))"
  }
}

extension Programme {
  fileprivate var episodeCode: String? {
    MediaTitle(kind: kind, title: title, season: season, episode: episode).episodeCode
  }
}

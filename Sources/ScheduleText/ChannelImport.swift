import Library
public import Playout
import Schedule
public import Store

/// A channel out of a text: what it would be, what would change, and what is wrong.
public struct ChannelImport: Sendable {
  /// What is wrong; nothing is stored while there is anything.
  public private(set) var faults: [TextFault] = []
  /// The channel as it would be; nil where that can't be told.
  public private(set) var channel: ProgrammedChannel?
  /// The channel that would change; nil where one would be made.
  public private(set) var old: ProgrammedChannel?

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: A channel as ``ChannelExport`` writes it, or nothing but its rules.
  ///   - id: The channel that would get the rules, and nothing else of the text. When nil, the
  ///     channel of the text's number would become what the text says, or be made.
  ///   - store: The station.
  /// - Throws: What the database says.
  public init(_ text: String, into id: ChannelID?, store: Store) throws(StoreError) {
    let names = try ContentNames(of: store)
    let node: TextNode
    do { node = try TextNode(yaml: text) } catch {
      faults = [error]
      return
    }
    let reading = TextReading(names)
    let isBare = node["rules"] == nil && node["base"] != nil
    if isBare, id == nil {
      reading.faults.append(
        TextFault(
          node.place, "These are rules without their channel; say which channel gets them."))
    }
    let rules = RuleText.rules(
      isBare ? node : node["rules"] ?? .fields([]), isBare ? "" : "rules", reading,
      around: store.now())
    let fields = isBare || id != nil ? nil : Self.fields(node, reading)
    faults = reading.faults.sorted {
      ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0)
    }
    if let id {
      old = try store.channel(id)
    } else if let number = fields?.number {
      old = try store.channel(numbered: number)
    }
    guard faults.isEmpty, let rules else { return }
    try make(fields, rules, node, store)
  }

  /// Stores the channel; its timeline is to be built then.
  public func carryOut(in store: Store) throws(StoreError) {
    guard faults.isEmpty, let channel else { return }
    if old == nil { try store.insert(channel) } else { try store.update(channel) }
  }

  /// What would be different, a sentence each.
  public var changes: [String] {
    guard let channel else { return [] }
    guard let old else {
      return ["Channel \(channel.channel.number) '\(channel.channel.name)' would be made."]
    }
    var changes: [String] = []
    func compare(_ name: String, _ before: String?, _ after: String?) {
      guard before != after else { return }
      changes.append("\(name): '\(before ?? "none")' would become '\(after ?? "none")'.")
    }
    compare("Name", old.channel.name, channel.channel.name)
    compare("Group", old.channel.group, channel.channel.group)
    compare("Kind", old.channel.kind.rawValue, channel.channel.kind.rawValue)
    compare("Enabled", "\(old.channel.isEnabled)", "\(channel.channel.isEnabled)")
    compare("Profile", old.channel.profile, channel.channel.profile)
    compare("Screen", "\(old.channel.screen.words)", "\(channel.channel.screen.words)")
    compare(
      "Viewer limit", old.channel.viewerLimit.map(String.init),
      channel.channel.viewerLimit.map(String.init))
    if old.channel.audioRules != channel.channel.audioRules {
      changes.append("Sound tracks: by the rules of the text.")
    }
    if old.channel.graphics != channel.channel.graphics {
      changes.append("Graphics: those of the text.")
    }
    if old.channel.audioTracks != channel.channel.audioTracks {
      changes.append("Further sound tracks: those of the text.")
    }
    if old.channel.subtitles != channel.channel.subtitles
      || old.channel.burnRules != channel.channel.burnRules
    {
      changes.append("Subtitles: those of the text.")
    }
    compare("Pacing", old.channel.pacing.rawValue, channel.channel.pacing.rawValue)
    compare(
      "Target bit rate", old.channel.targetBitrate.map(String.init),
      channel.channel.targetBitrate.map(String.init))
    if old.ruleSet != channel.ruleSet || old.rules != channel.rules {
      let style = (try? channel.programming())?.base.style.rawValue ?? "other"
      changes.append("Rules: those of the text, in the style '\(style)'.")
    }
    return changes
  }

  private mutating func make(
    _ fields: ChannelDocument.Fields?, _ rules: RuleSet, _ node: TextNode, _ store: Store
  ) throws(StoreError) {
    var made = old
    if let fields {
      made = try fields.applied(to: old, store: store) { field, detail in
        faults.append(
          TextFault(node.place(of: "channel.\(field)"), field: "channel.\(field)", detail))
      }
    }
    guard faults.isEmpty, var made else {
      if faults.isEmpty { faults.append(TextFault(nil, "There is no such channel.")) }
      return
    }
    guard made.channel.kind.isProgrammed else {
      faults.append(
        TextFault(nil, "'\(made.channel.name)' has no rules of its own; choose another channel."))
      return
    }
    try made.programme(by: rules)
    channel = made
  }

  private static func fields(
    _ node: TextNode, _ reading: TextReading
  ) -> ChannelDocument.Fields? {
    let form = node["exstreamtv"]?.word
    if form != "\(ChannelDocument.form)" {
      reading.faults.append(
        TextFault(
          node.place(of: "exstreamtv"), field: "exstreamtv",
          "This station reads channels of the form \(ChannelDocument.form): begin with 'exstreamtv: "
            + "\(ChannelDocument.form)'."))
    }
    for field in node.fields ?? []
    where !["exstreamtv", "channel", "rules"].contains(field.name) {
      reading.faults.append(
        TextFault(
          field.place, field: field.name,
          "There is no field '\(field.name.prefix(60))'; known here are channel, exstreamtv, rules."
        ))
    }
    guard let channel = node["channel"] else {
      reading.faults.append(
        TextFault(node.place, field: "channel", "The field 'channel' is missing here."))
      return nil
    }
    do { return try reading.value(ChannelDocument.Fields.self, channel, "channel") } catch {
      let fault = error as? TextFault
      reading.faults.append(
        fault ?? TextFault(channel.place, field: "channel", "\(Self.words(error))"))
      return nil
    }
  }

  private static func words(_ error: any Error) -> String {
    if case DecodingError.dataCorrupted(let context) = error {
      return context.debugDescription + "."
    }
    return "This can't be read."
  }
}

extension Screen {
  fileprivate var words: String { "\(picture.rawValue), \(sound.rawValue)" }
}

extension ChannelDocument.Fields {
  /// The channel with these fields, or a new one.
  fileprivate func applied(
    to old: ProgrammedChannel?, store: Store, _ refuse: (String, String) -> Void
  ) throws(StoreError) -> ProgrammedChannel {
    let profiles = try store.profiles()
    var made: ProgrammedChannel
    if let old {
      made = old
    } else {
      made = try fresh(store, profile: profiles.first?.name ?? "")
    }
    made.channel.name = name
    made.channel.group = group.flatMap { $0.isEmpty ? nil : $0 }
    made.channel.isEnabled = enabled ?? true
    made.channel.kind = kind ?? .continuous
    made.channel.pacing = pacing ?? .adaptive
    if made.channel.kind == .onDemand, old?.channel.kind != .onDemand {
      made.channel.pausedAt = old == nil ? made.channel.premiere : store.now()
    }
    if let picture, picture != .image { made.channel.screen.picture = picture }
    if let sound, sound != .music { made.channel.screen.sound = sound }
    if let profile { made.channel.profile = profile }
    made.channel.viewerLimit = viewerLimit.flatMap { $0 == 0 ? nil : $0 }
    made.channel.targetBitrate = targetBitrate.flatMap { $0 == 0 ? nil : $0 }
    made.channel.audioRules = sounds.flatMap { $0.isEmpty ? nil : $0 }
    made.channel.audioTracks = tracks.flatMap { $0.isEmpty ? nil : $0 }
    made.channel.subtitles = subtitles.flatMap { $0.isEmpty ? nil : $0 }
    made.channel.burnRules = burn.flatMap { $0.isEmpty ? nil : $0 }
    made.channel.graphics = graphics.flatMap { $0.isEmpty ? nil : $0 }
    check(made.channel, profiles, refuse)
    return made
  }

  private func check(
    _ channel: Channel, _ profiles: [TranscodeProfile], _ refuse: (String, String) -> Void
  ) {
    for (field, text, least) in [("name", name, 1), ("group", group ?? "", 0)] {
      let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
      if !(least...100).contains(text.count) || text.utf8.count > 400 || !isPlain {
        refuse(field, "The \(field) must have \(least) to 100 characters on one line.")
      }
    }
    if !channel.kind.isProgrammed {
      refuse("kind", "Only continuous and on-demand channels have rules that can be imported.")
    }
    guard let known = profiles.first(where: { $0.name == channel.profile }) else {
      let names = profiles.map(\.name).joined(separator: ", ")
      return refuse(
        "profile", "There is no profile '\(channel.profile)' on this station; use one of \(names).")
    }
    if let limit = channel.viewerLimit, !(1...10_000).contains(limit) {
      refuse("viewerLimit", "The viewer limit must be 1 to 10000, or be left out.")
    }
    checkSounds(refuse)
    checkSubtitles(refuse)
    if (graphics ?? []).count > GraphicDesign.mostAtOnce {
      refuse("graphics", "A channel may have at most \(GraphicDesign.mostAtOnce) graphics.")
    }
    if Set(graphics ?? []).count < (graphics ?? []).count {
      refuse("graphics", "A channel has each graphic once.")
    }
    let least = known.bitrate * 5 / 4
    if let rate = channel.targetBitrate, !(least...1_000_000_000).contains(rate) {
      refuse("targetBitrate", "The target bit rate must be \(least) to 1000000000, or be left out.")
    }
  }

  private func checkSounds(_ refuse: (String, String) -> Void) {
    if (sounds ?? []).count > AudioRule.most {
      refuse("sounds", "A channel may have at most \(AudioRule.most) rules for its sound.")
    }
    checkTracks(refuse)
    checkRules(sounds ?? [], "sounds", refuse)
  }

  private func checkTracks(_ refuse: (String, String) -> Void) {
    let tracks = tracks ?? []
    if tracks.count > AudioRendition.most {
      refuse(
        "tracks", "A channel may offer at most \(AudioRendition.most) further sound tracks.")
    }
    for (index, track) in tracks.enumerated() {
      if !(1...60).contains(track.name.count) || (track.language ?? "").count > 40 {
        refuse(
          "tracks.\(index)",
          "A sound track needs a name of 1 to 60 characters; a language has at most 40.")
      }
      if !(1...AudioRule.most).contains(track.rules.count) {
        refuse(
          "tracks.\(index).rules", "A sound track needs 1 to \(AudioRule.most) rules.")
      }
      checkRules(track.rules, "tracks.\(index).rules", refuse)
    }
  }

  private func checkRules(
    _ rules: [AudioRule], _ field: String, _ refuse: (String, String) -> Void
  ) {
    for (index, rule) in rules.enumerated() {
      if let channels = rule.channels, !(1...16).contains(channels) {
        refuse("\(field).\(index).channels", "A track has 1 to 16 channels.")
      }
      if (rule.language ?? "").count > 40 || (rule.title ?? "").count > 100 {
        refuse("\(field).\(index)", "A language has at most 40 characters, a title 100.")
      }
    }
  }

  private func checkSubtitles(_ refuse: (String, String) -> Void) {
    let faults = [
      ("subtitles", SubtitleFault.found(in: subtitles ?? [])),
      ("burn", SubtitleFault.found(in: burn ?? [])),
    ]
    for case (let field, let fault?) in faults {
      refuse(fault.field.isEmpty ? field : "\(field).\(fault.field)", fault.detail)
    }
  }

  private func fresh(_ store: Store, profile: String) throws(StoreError) -> ProgrammedChannel {
    var generator = SystemRandomNumberGenerator()
    let free = try store.nextFreeChannelNumber()
    return ProgrammedChannel(
      channel: Channel(
        id: .random(using: &generator), number: number ?? free,
        name: name, profile: profile, premiere: store.now()),
      rules: ContinuousRules(
        content: .library, order: .episode,
        // Small enough for a page's numbers.
        seed: UInt64.random(in: 0...9_007_199_254_740_991)))
  }
}

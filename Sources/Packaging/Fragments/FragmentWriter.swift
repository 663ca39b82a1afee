/// Makes fragments of MP4 (CMAF) out of the units of a channel's segments.
///
/// All times are those of the channel's clock, in ticks of 90 kHz and 64 bits.
/// Parameter sets stay among the pictures too, so a stream that changes inside of a segment
/// plays on; a segment that begins with others than the one before names another head.
struct FragmentWriter {
  private var tracks: [String: FragmentTracks] = [:]

  /// A writer for a channel that begins.
  init() {}

  /// Adds the fragments of all renditions to a segment: `m4s`, `v1.m4s`, `a1.m4s` to its parts,
  /// and their heads.
  ///
  /// A rendition that no head is known for yet, as nothing decodable came, gets no part.
  mutating func add(_ renditions: [SegmentUnits], to segment: inout Segment) {
    for units in renditions {
      var tracks = tracks[units.rendition] ?? FragmentTracks()
      tracks.note(units)
      self.tracks[units.rendition] = tracks
      guard let head = tracks.head(of: units.rendition) else { continue }
      let suffix = units.rendition == SegmentUnits.main ? "m4s" : "\(units.rendition).m4s"
      segment.heads.append(head)
      segment.listed.heads[units.rendition] = head.name
      segment.parts.append(
        SegmentPart(
          suffix: suffix,
          bytes: tracks.fragment(of: units, sequence: segment.sequence, until: segment.listed.end)))
    }
  }
}

extension TranscodeProfile {
  /// How many smaller pictures a profile may offer.
  public static let mostRungs = 4

  /// What is wrong with the smaller pictures, and with what the segments are.
  func renditionFaults() -> [ProfileFault] {
    guard hasPicture else { return [] }
    return segmentFaults() + ladderFaults()
  }

  private func segmentFaults() -> [ProfileFault] {
    guard segments == .fragmented, videoCodec == .mpeg2 else { return [] }
    return [
      ProfileFault(
        field: "segments",
        detail: "Pictures in MPEG-2 must be sent in MPEG-TS: no player expects them in fragments "
          + "of MP4.")
    ]
  }

  private func ladderFaults() -> [ProfileFault] {
    guard ladder.count <= Self.mostRungs else {
      return [ladderFault("must have \(Self.mostRungs) pictures at most: each is an encoder more.")]
    }
    var above = LadderRung(width: width, height: height, videoBitrate: videoBitrate)
    for (index, rung) in ladder.enumerated() {
      let size = "\(rung.width) × \(rung.height)"
      if let fault = fault(of: rung, below: above) {
        return [ladderFault("has a picture \(index + 1) of \(size) that can't be: \(fault)")]
      }
      above = rung
    }
    return []
  }

  private func ladderFault(_ words: String) -> ProfileFault {
    ProfileFault(field: "ladder", detail: "The ladder \(words)")
  }

  private func fault(of rung: LadderRung, below above: LadderRung) -> String? {
    if rung.width < 128 || rung.height < 72 { return "128 × 72 is the smallest." }
    if rung.width % 2 != 0 || rung.height % 2 != 0 { return "width and height must be even." }
    if rung.width >= above.width || rung.height >= above.height {
      return "each must be smaller than the one before, the first than the profile's own."
    }
    let wanted = Double(rung.width) * Double(height) / Double(width)
    if abs(wanted - Double(rung.height)) > 2 {
      return "it must have the shape of the profile's picture, so a height of "
        + "\(Int((wanted / 2).rounded()) * 2)."
    }
    if rung.videoBitrate < 100_000 || rung.videoBitrate >= above.videoBitrate {
      return "its bit rate must be 100000 at least, and less than that of the one before."
    }
    return nil
  }
}

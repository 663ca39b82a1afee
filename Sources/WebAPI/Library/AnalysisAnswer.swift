import Library
import Playout
import Store

/// What looking through a whole file told, as the API shows it.
struct AnalysisAnswer: Codable, Hashable, JSONWritable {
  var analyzedAt: Moment
  /// Why nothing came of it; left out where something did.
  var failure: String?
  var dips: [DipAnswer]
  /// That of the track that the file marks as its default.
  var loudness: LoudnessAnswer?
  /// That of the other tracks, in the order of the file.
  var further: [LoudnessAnswer]

  /// Where the picture goes black in silence.
  struct DipAnswer: Codable, Hashable, JSONWritable {
    /// Its middle, in milliseconds of the file.
    var at: Span
    var length: Span

    func write(to json: inout JSONBytes) {
      json.open()
      json.field("at", at.milliseconds)
      json.field("length", length.milliseconds)
      json.close()
    }
  }

  /// How loud a sound track is: LUFS, LU and dBTP, as EBU R128 has it.
  struct LoudnessAnswer: Codable, Hashable, JSONWritable {
    /// The track's place in the file.
    var track: Int
    var language: String?
    var title: String?
    var integrated: Double
    var range: Double
    var truePeak: Double
    /// By how many dB it is made louder on air; left out where the station leaves all as it is.
    var gain: Double?

    func write(to json: inout JSONBytes) {
      json.open()
      json.field("track", track)
      json.field("language", language)
      json.field("title", title)
      json.field("integrated", integrated)
      json.field("range", range)
      json.field("truePeak", truePeak)
      json.field("gain", gain)
      json.close()
    }
  }

  init(_ record: AnalysisRecord, of probe: MediaProbe, target: LoudnessTarget?) {
    analyzedAt = record.analyzedAt
    failure = record.failure
    dips = record.analysis.dips.map { DipAnswer(at: $0.at, length: $0.length) }
    let tracks = record.analysis.loudness.map { LoudnessAnswer($0, of: probe, target: target) }
    let main = probe.preferredAudio?.index
    loudness = tracks.first { $0.track == main }
    further = tracks.filter { $0.track != main }
  }

  func write(to json: inout JSONBytes) {
    json.open()
    json.field("analyzedAt", analyzedAt.milliseconds)
    json.field("failure", failure)
    json.field("dips", dips)
    if let loudness { json.field("loudness", loudness) }
    json.field("further", further)
    json.close()
  }
}

extension AnalysisAnswer.LoudnessAnswer {
  fileprivate init(_ measured: Loudness, of probe: MediaProbe, target: LoudnessTarget?) {
    let track = probe.audio.first { $0.index == measured.stream }
    self.init(
      track: measured.stream, language: track?.language, title: track?.title,
      integrated: measured.integrated, range: measured.range, truePeak: measured.truePeak,
      gain: target.map { Levelling(measured: measured, target: $0).gain })
  }
}

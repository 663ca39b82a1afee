import Library
import Playout

/// How long a run may take, by where its picture comes from.
struct Deadlines: Hashable, Sendable {
  /// Until ffmpeg runs.
  var start: Duration
  /// Until its first picture.
  var firstPicture: Duration
  /// From one picture to the next, as far as somebody wants them.
  var progress: Duration
  /// From the end of its output to its own.
  static let reaping = Duration.seconds(2)

  /// From one picture to the next where a stream has less in hand than ``thinLead``.
  ///
  /// An encoder that can't keep up brings pictures slowly, but it brings them.
  static let urgent = Duration.seconds(2)
  /// What a stream needs in hand to be patient with its run.
  static let thinLead = Span.seconds(5)
  /// What it needs to be patient with a live source, of which it never has much in hand.
  static let thinLiveLead = Span.seconds(1)

  /// ffmpeg's own pictures: only a machine that is out of breath is slow here.
  static let generated = Deadlines(
    start: .seconds(8), firstPicture: .seconds(10), progress: .seconds(10))
  /// A file: seconds for a sleeping disk and for the way to a far key frame, and
  /// still less than the stream is ahead of the clock.
  static let file = Deadlines(
    start: .seconds(8), firstPicture: .seconds(10), progress: .seconds(10))
  /// An address: what is far may take a connection's time more.
  static let remote = Deadlines(
    start: .seconds(8), firstPicture: .seconds(15), progress: .seconds(15))

  /// A live source: the next one is tried while viewers still have something in hand, which are
  /// four to six seconds when it falls silent.
  static let live = Deadlines(
    start: .seconds(8), firstPicture: .seconds(10), progress: .seconds(4))

  /// The deadlines for what a cue shows.
  init(for cue: Cue) {
    guard let item = cue.item else {
      self = .generated
      return
    }
    self = item.path.contains("://") ? .remote : .file
  }

  private init(start: Duration, firstPicture: Duration, progress: Duration) {
    self.start = start
    self.firstPicture = firstPicture
    self.progress = progress
  }
}

public import Control
public import Dossiers
import Foundation
public import Library
public import Logging
public import Pipeline
public import Playout
public import Store

/// All that handlers reach: the database, the transcoder, the clock, the files.
///
/// A struct of values and closures, so that a test puts its own in their place.
public struct Studio: Sendable {
  /// The database.
  public var store: Store
  /// The transcoder.
  public var control: ControlDesk
  /// What the wall clock says.
  public var now: @Sendable () -> Moment
  /// Posts a message for the pages that are open.
  public var publish: @Sendable (_ topic: EventTopic, _ json: [UInt8]) -> Void
  /// The folder with one folder of segments for each channel.
  public var live: String
  /// The guide as XMLTV.
  public var xmltv: String
  /// The failures on air that were filed.
  public var dossiers: DossierFolder
  /// Folders that are never read for media: data and run.
  public var privateFolders: [String]
  /// The version of the program.
  public var version: String
  /// When this worker started.
  public var startedAt: Moment
  /// How many streams at once the network tuner promises.
  public var tunerCount: Int
  /// How loud the channels' sound is made; nil: as loud as the files are.
  public var loudness: LoudnessTarget?
  /// How long waits may take.
  public var patience: Patience
  /// Where failures are noted.
  public var logger: Logger
  /// What this machine's cards have proven; nil: nothing yet.
  public var machine: @Sendable () -> Capabilities? = { nil }
  /// Draws graphics over a picture in a profile's shape, as JPEG.
  ///
  /// Throws a `GraphicFailure` in words for people; blocks for a second or so.
  public var drawGraphics: @Sendable ([Graphic], TranscodeProfile, GraphicStage) throws -> [UInt8] =
    { _, _, _ in throw GraphicFailure(reason: "Nothing can be drawn here.") }
  /// The folder of the pictures that jobs leave; empty: nowhere.
  public var tryOuts = ""
  /// Has a picture file looked at.
  public var examinePicture: @Sendable (_ path: String) -> PictureExamination = { _ in
    .unreadable("nobody here can look at pictures.")
  }
  let memory = Memory()

  /// A studio with all its parts.
  public init(
    store: Store, control: ControlDesk, now: @escaping @Sendable () -> Moment = Store.wallClock,
    publish: @escaping @Sendable (EventTopic, [UInt8]) -> Void = { _, _ in },
    live: String, xmltv: String, dossiers: String, privateFolders: [String], version: String,
    startedAt: Moment, tunerCount: Int = 8, loudness: LoudnessTarget? = nil,
    patience: Patience = Patience(),
    logger: Logger = Logger(label: "web")
  ) {
    self.store = store
    self.control = control
    self.now = now
    self.publish = publish
    self.live = live
    self.xmltv = xmltv
    self.dossiers = DossierFolder(path: dossiers)
    self.privateFolders = privateFolders
    self.version = version
    self.startedAt = startedAt
    self.tunerCount = tunerCount
    self.loudness = loudness
    self.patience = patience
    self.logger = logger
  }
}

/// How long handlers wait for the transcoder.
public struct Patience: Sendable {
  /// A channel that is started must have listed a segment by then.
  ///
  /// Shorter than nginx's time-out, so that the answer has words.
  public var tune: Duration
  /// How long an endless stream's head waits for the first segment, so that a refusal has words;
  /// after it null packets tell the viewer to wait.
  public var firstSegment: Duration
  /// How long an endless stream goes on without segments.
  public var silence: Duration
  /// How long a viewer may take for one segment.
  public var reading: Duration
  /// How long segments may stay away before null packets are sent.
  public var quiet: Duration
  /// The time between two runs of null packets, and between two looks at the client.
  public var pulse: Duration
  /// What is on air must be told by then.
  public var status: Duration
  /// How long a viewer waits for a transcoder that is being started anew.
  public var restart: Duration

  /// Waits with all their parts.
  public init(
    tune: Duration = .seconds(8), firstSegment: Duration = .milliseconds(400),
    silence: Duration = .seconds(20), reading: Duration = .seconds(30),
    quiet: Duration = .milliseconds(500),
    pulse: Duration = .milliseconds(200), status: Duration = .milliseconds(500),
    restart: Duration = .seconds(4)
  ) {
    self.tune = tune
    self.firstSegment = firstSegment
    self.silence = silence
    self.reading = reading
    self.quiet = quiet
    self.pulse = pulse
    self.status = status
    self.restart = restart
  }
}

extension Studio {
  /// Asks the transcoder, and again while it is being started, which takes a moment.
  func awaitingTranscoder<Answer>(
    _ ask: (ControlDesk) throws(ControlFailure) -> Answer
  ) throws(ControlFailure) -> Answer {
    let deadline = ContinuousClock.now + patience.restart
    while true {
      do throws(ControlFailure) {
        return try ask(control)
      } catch {
        guard error.code == .unreachable, ContinuousClock.now < deadline else { throw error }
      }
      usleep(50_000)
    }
  }
}

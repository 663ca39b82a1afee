import Config
import Control
import Library
import Logging
import Playout
import Proofs
import Sources
import Store
import WebAPI

extension Studio {
  /// The real studio: this installation's database, transcoder and folders.
  init(_ settings: Settings, logger: Logger) throws(StoreError) {
    let publisher = EventPublisher(internalSocket: settings.run.internalSocket)
    self.init(
      store: try Store.open(at: settings.database, readers: 8),
      control: ControlDesk(ControlClient(socket: settings.run.controlSocket)),
      publish: { topic, json in publisher.publish(topic, json: json) }, live: settings.run.live,
      xmltv: settings.run.xmltv, dossiers: settings.dossiers,
      privateFolders: [settings.data, settings.run.path],
      version: Release.version, startedAt: Store.wallClock(), tunerCount: settings.channelLimit,
      loudness: settings.loudness.map {
        LoudnessTarget(level: Double($0), encodesCopies: settings.levelsCopies)
      },
      logger: logger)
    let book = ProofBook(path: settings.proofs)
    machine = { book.read() }
    tryOuts = settings.tryOuts
    let board = DrawingBoard(ffmpeg: settings.ffmpeg, folder: settings.run.previews)
    drawGraphics = { try board.draw($0, in: $1, on: $2) }
    let probe = PictureProbe(ffprobe: settings.ffprobe)
    examinePicture = { path in
      switch probe.look(at: path) {
      case .success(let facts):
        .picture(width: facts.width, height: facts.height, frames: facts.frames)
      case .failure(let fault): .unreadable(fault.detail)
      }
    }
  }

  /// A logger of one line an event on the standard error stream.
  static func logger(_ settings: Settings) -> Logger {
    var logger = Logger(label: "worker") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = Logger.Level(rawValue: settings.log.rawValue) ?? .info
    return logger
  }
}

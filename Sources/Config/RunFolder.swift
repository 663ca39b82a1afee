import Glibc
import Hashing

/// The paths of everything that lives only while the station runs.
///
/// The one place that knows them; processes meet here.
public struct RunFolder: Hashable, Sendable {
  /// The folder itself.
  public let path: String
  /// Where the sockets are: the folder itself, or a short stand-in where its path is too long.
  public let sockets: String

  /// The run folder at an absolute path.
  ///
  /// A socket's path must stay under 108 bytes. Where it would not, sockets
  /// go to a folder below `/tmp` that is named after this one, so that all
  /// processes find the same; who creates it makes it private.
  public init(path: String) {
    self.path = path
    sockets =
      (path + "/internal.sock").utf8.count < Self.socketPathLimit
      ? path : "/tmp/exstreamtv-\(getuid())-" + String(Fingerprint(of: path).bits, radix: 36)
  }

  /// Whether sockets have a folder of their own.
  public var hasSocketFolder: Bool { sockets != path }

  /// FastCGI socket of the pool for short requests.
  public var apiSocket: String { sockets + "/api.sock" }
  /// FastCGI socket of the pool for endless streams and cold tunes.
  public var streamsSocket: String { sockets + "/streams.sock" }
  /// Where `up` keeps the connections of endless streams, should their worker be killed.
  public var cloakroomSocket: String { sockets + "/keep.sock" }
  /// The transcoder's control socket.
  public var controlSocket: String { sockets + "/control.sock" }
  /// nginx's server for our own processes: plans and published events.
  public var internalSocket: String { sockets + "/internal.sock" }

  /// The folder with one folder of segments for each channel.
  public var live: String { path + "/live" }
  /// The segments and playlist of one channel, named by its stable identity.
  public func live(channel: String) -> String { live + "/" + channel }

  /// The folder of the screens that channels show when there is no programme.
  public var screens: String { path + "/screens" }

  /// The folder of the words that runs draw over their pictures.
  public var graphics: String { path + "/graphics" }

  /// The folder of what is needed while a picture of graphics is drawn for a page.
  public var previews: String { path + "/previews" }

  /// The folder of the guide files.
  public var guide: String { path + "/guide" }
  /// The guide as XMLTV.
  public var xmltv: String { guide + "/xmltv.xml" }
  /// The same, compressed.
  public var xmltvGzip: String { guide + "/xmltv.xml.gz" }

  /// The rendered nginx configuration and what nginx writes.
  public var nginx: String { path + "/nginx" }
  /// The rendered main configuration file.
  public var nginxConfiguration: String { nginx + "/nginx.conf" }
  /// Where nginx writes its process number once all its sockets are open.
  public var nginxPid: String { nginx + "/nginx.pid" }
  /// The folder of log files.
  public var log: String { path + "/log" }
  /// The folder of notes on running children, so that a successor can end orphans.
  public var processes: String { path + "/processes" }
  /// The file whose lock says that a station runs here.
  public var lock: String { path + "/station.lock" }

  /// Bytes that `sockaddr_un` holds, its ending zero included.
  private static let socketPathLimit = 108
}

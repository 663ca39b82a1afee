import Control
public import FastCGI
import Foundation
import Library
import Playout

/// What a worker that ends tells the next one about a viewer of an endless stream.
struct RelayNote: Codable {
  var reception: Reception
  var viewer: Viewer
  var pacing: Pacing
  var bitrate: Int?
  /// How many seconds the viewer wants to stay, if it said so.
  var left: Double?
  var until: Moment?
  var place: SegmentRelay.Place?

  init(_ relay: SegmentRelay, place: SegmentRelay.Place?) {
    reception = relay.reception
    viewer = relay.viewer
    pacing = relay.pacing
    bitrate = relay.bitrate
    left = relay.end.map { ContinuousClock.now.duration(to: $0) / .seconds(1) }
    until = relay.until
    self.place = place
  }

  /// As it is left; empty when it can't be written.
  var bytes: [UInt8] { (try? JSONEncoder().encode(self)).map(Array.init) ?? [] }
}

extension Router {
  /// Goes on with an endless stream that another process began.
  public func goOn(_ note: [UInt8], to writer: StreamWriter) {
    guard let note = try? JSONDecoder().decode(RelayNote.self, from: Data(note)) else { return }
    SegmentRelay(
      studio: studio, reception: note.reception, viewer: note.viewer, pacing: note.pacing,
      bitrate: note.bitrate, end: note.left.map { .now + .seconds($0) }, until: note.until
    ).goOn(after: note.place, to: writer)
  }
}

import Control
public import FastCGI
import Foundation
import Library
import Playout

/// What the worker that comes after this one has to know about a viewer of an endless stream.
struct RelayNote: Codable {
  var reception: Reception
  var viewer: Viewer
  var pacing: Pacing
  var bitrate: Int?
  /// When the viewer wants to stop, by the machine's own clock.
  var end: ContinuousClock.Instant?
  var until: Moment?

  init(_ relay: SegmentRelay) {
    reception = relay.reception
    viewer = relay.viewer
    pacing = relay.pacing
    bitrate = relay.bitrate
    end = relay.end
    until = relay.until
  }

  /// As it is left; empty when it can't be written.
  var bytes: [UInt8] { (try? JSONEncoder().encode(self)).map(Array.init) ?? [] }
}

extension Router {
  /// Goes on with an endless stream that another process began.
  public func goOn(_ note: [UInt8], from mark: StreamMark, to writer: StreamWriter) {
    guard let note = try? JSONDecoder().decode(RelayNote.self, from: Data(note)) else { return }
    SegmentRelay(
      studio: studio, reception: note.reception, viewer: note.viewer, pacing: note.pacing,
      bitrate: note.bitrate, end: note.end, until: note.until
    ).goOn(after: mark == .beginning ? nil : mark, to: writer)
  }
}

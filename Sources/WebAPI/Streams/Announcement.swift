import Control
import FastCGI
import Foundation
import Library
import Playout
import Store

/// A short stream with an end that tells a player why it finds no place.
///
/// Its files are shared by all who are told the same; who plays it is in no
/// session and takes no place.
struct Announcement {
  /// How many players of the endless stream a worker shows one at once; more get the bare error.
  static let most = 32

  /// The folder's name.
  let name: String
  /// The folder.
  private let folder: String

  /// One that is there; nil for what is no name of any.
  init?(_ name: String, live: String) {
    guard name.utf8.count == 16,
      name.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return nil }
    self.name = name
    folder = "\(live)/announcements/\(name)"
  }

  /// The playlist's lines, its files named as seen from another folder; nil when it is gone.
  func playlist(from place: String) -> String? {
    lines?.map { $0.hasPrefix("#") ? $0 : "\(place)\(name)/\($0)" }
      .joined(separator: "\n").appending("\n")
  }

  /// Writes all of it, one segment after another, and ends.
  func play(to writer: StreamWriter) {
    var pace = PacedWriter(writer, pacing: .burst, bitrate: nil)
    var length = Span.zero
    for line in lines ?? [] {
      if let seconds = line.firstMatch(of: /#EXTINF:([0-9.]+)/).flatMap({ Double($0.output.1) }) {
        length = .milliseconds(Int64(seconds * 1000))
      }
      guard !line.hasPrefix("#") else { continue }
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(line)"),
        write(bytes, lasting: length, to: &pace)
      else { return }
    }
  }

  private func write(_ bytes: Data, lasting length: Span, to pace: inout PacedWriter) -> Bool {
    pace.begin(lasting: length, bytes: bytes.count)
    return bytes.withUnsafeBytes { bytes in
      for at in stride(from: 0, to: bytes.count, by: pace.pieceSize) {
        let piece = bytes[at..<min(at + pace.pieceSize, bytes.count)]
        guard !pace.isShuttingDown, pace.write(UnsafeRawBufferPointer(rebasing: piece), after: at)
        else { return false }
      }
      return true
    }
  }

  private var lines: [String]? {
    let text = try? String(contentsOfFile: folder + "/index.m3u8", encoding: .utf8)
    return text?.split(separator: "\n").map(String.init)
  }
}

extension Call {
  /// What a player is shown in the place of an error; nil where an error is to be told.
  ///
  /// Who asks for JSON reads; and where the screen has not been made yet, there is nothing to show.
  func announcement(of error: any Error, on channel: Channel) -> Announcement? {
    guard let limit = (error as? ControlFailure)?.limit, !readsProblems,
      let profile = try? studio.store.profile(named: channel.profile),
      case .announcement(let name)? = try? studio.control.send(
        .announce(limit: limit, profile: profile), studio.patience.status)
    else { return nil }
    return Announcement(name, live: studio.live)
  }

  private var readsProblems: Bool {
    let accepted = request.header("Accept")?.lowercased() ?? ""
    return accepted.contains("application/json") || accepted.contains("application/problem+json")
  }
}

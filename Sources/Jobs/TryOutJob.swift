import Foundation
import Library
import Pipeline
import Playout
import Proofs
import Store

/// Makes ten seconds of a file in a profile, to tell how fast that is and how it looks.
struct TryOutJob {
  let tools: JobTools
  let job: RunningJob

  /// How many pictures are kept; those of the oldest jobs go first.
  static let mostPictures = 20

  func run() throws -> JobOutcome {
    guard let proving = tools.proving, let subject = job.job.subject,
      let wish = try? JSONDecoder().decode(TryOutWish.self, from: Data(subject.utf8))
    else { return .failed("What is to be tried can't be read.") }
    guard let medium = try tools.store.media(wish.media) else {
      return .failed("There is no medium \(wish.media.rawValue) any more.")
    }
    var (probe, overlay) = (medium.item.probe, nil as Overlay?)
    if let id = wish.channel {
      guard let channel = try tools.store.channel(id)?.channel else {
        return .failed("There is no channel \(id.rawValue) any more.")
      }
      let item = try tools.store.sample(
        of: medium.item, on: channel, at: ProvingGround.part(of: medium.item.probe).offset)
      overlay = Overlay(
        over: item, moment: tools.now(), scripts: "",
        isFolder: FileManager.default.fileExists(atPath:))
      probe = item.probe
    }
    try FileManager.default.createDirectory(
      atPath: proving.pictures, withIntermediateDirectories: true)
    let job = job
    let made = try proving.ground.tryOut(
      medium.item.path, probe: probe, profile: wish.profile, on: proving.book.read(),
      picture: "\(proving.pictures)/\(job.job.id.rawValue).jpg", overlay: overlay,
      isCancelled: { job.isEnding })
    removeOldest(in: proving.pictures)
    return .done(made.sentence)
  }

  private func removeOldest(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let numbers = names.compactMap { name in
      name.hasSuffix(".jpg") ? Int64(name.dropLast(4)) : nil
    }.sorted()
    for number in numbers.dropLast(Self.mostPictures) {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(number).jpg")
    }
  }
}

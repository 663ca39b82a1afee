import FastCGI
import Foundation
import Library
import Playout
import Store

/// Which file is to be made, in which profile.
struct TryOutQuestion: Codable {
  /// The medium's number.
  var media: Int64
  /// The profile as it is to be; what is left out is as in the default one.
  var profile: ProfileWish
  /// The channel whose graphics, sound and subtitles it has; left out for none.
  var channel: ChannelID?
}

func tryProfile(_ call: Call, _ question: TryOutQuestion) throws -> Job {
  let (medium, profile) = try OutlineQuestion(media: question.media, profile: question.profile)
    .answered(in: call.studio.store)
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys]
  if let channel = question.channel { _ = try call.shownChannel(channel) }
  let wish = TryOutWish(media: medium.item.id, profile: profile, channel: question.channel)
  let subject = String(decoding: try encoder.encode(wish), as: UTF8.self)
  return try call.studio.store.enqueue(kind: .tryOut, subject: subject)
}

func servePicture(_ call: Call) throws -> Response {
  let id = try call.number(of: "job")
  let path = "\(call.studio.tryOuts)/\(id).jpg"
  guard !call.studio.tryOuts.isEmpty, let picture = FileManager.default.contents(atPath: path)
  else { throw Problem.notFound("The job \(id) has left no picture, or not yet.") }
  return Response(
    status: 200, headers: ["Content-Type": "image/jpeg", "Cache-Control": "no-cache"],
    body: .bytes([UInt8](picture)))
}

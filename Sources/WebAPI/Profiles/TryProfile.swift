import FastCGI
import Foundation
import Library
import Playout
import Store

func tryProfile(_ call: Call, _ question: OutlineQuestion) throws -> Job {
  let (medium, profile) = try question.answered(in: call.studio.store)
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys]
  let wish = TryOutWish(media: medium.item.id, profile: profile)
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

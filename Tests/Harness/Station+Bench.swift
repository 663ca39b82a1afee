import Fetch
package import Foundation

extension Station {
  /// How long `exstreamtv up` takes on existing data from its start to its first answer.
  package static func secondsToFirstAnswer(data: URL) throws -> Double {
    let port = try freePort()
    let began = ContinuousClock.now
    let process = try Child.start(
      try program("exstreamtv"), ["up"],
      environment: ["EXSTREAMTV_PORT": "\(port)", "EXSTREAMTV_DATA": data.path])
    defer { process.end() }
    try eventually(within: .seconds(20), "the first answer: \(process.transcript)", every: 500) {
      (try? HTTP.get("http://127.0.0.1:\(port)/api/health").status) == 200
    }
    return (ContinuousClock.now - began).inSeconds
  }

  /// Makes a shuffled channel of the whole library for each number.
  package func addLibraryChannels(_ numbers: ClosedRange<Int>) throws {
    for number in numbers {
      try addChannel(
        #"""
        {"number":"\#(number)","name":"Channel \#(number)","content":{"kind":"library"},\#
        "order":"shuffle"}
        """#)
    }
  }

  /// The stable id of a channel.
  package func channelID(_ number: String = "1") throws -> String {
    let channels = try json("/api/channels")["channels"].array
    guard let id = channels.first(where: { $0["number"].string == number })?["id"].string else {
      throw Failure("no channel \(number)")
    }
    return id
  }

  /// Gives channel 1 another profile.
  package func setProfile(_ name: String) throws {
    let answer = try send(
      "PATCH", "/api/channels/\(try channelID())", json: #"{"profile":"\#(name)"}"#)
    guard answer.status == 200 else { throw Failure("profile: \(answer.status)") }
  }

  /// Takes channel 1 off air and waits until it is.
  package func stopChannel() throws {
    _ = try send("POST", "/api/channels/\(try channelID())/stop")
    try eventually(within: .seconds(20), "the channel to end") {
      let stream = try json("/api/on-air")["channels"][0]["stream"]
      return !stream.exists && ProcessTree.named("ffmpeg", below: process.pid).isEmpty
    }
    // nginx keeps the answer of a cold tune for a second.
    Thread.sleep(forTimeInterval: 1.1)
  }

  /// The file that channel 1 has on now, and where in it.
  package func onAirItem(in media: URL) throws -> BareEncoder.Item {
    let answer = try json("/api/on-air")
    let now = answer["channels"][0]["now"]
    let detail = try json("/api/media/\(now["media"].number ?? 0)")
    let offset = Double((answer["at"].number ?? 0) - (now["start"].number ?? 0)) / 1000
    return BareEncoder.Item(path: detail["path"].string ?? "", offset: offset)
  }
}

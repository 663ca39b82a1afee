import Fetch
import Foundation
import Glibc
import Harness
import TestSupport
import Testing

@Suite("Channels with something to choose", .serialized)
struct RenditionTests {
  @Test(
    "sizes, sound and fragments are cut alike, and each of them plays by itself",
    .timeLimit(.minutes(3)))
  func renditions() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    for colour in ["red", "blue"] {
      try Clips.make(colour, seconds: 4, at: media.appending(path: "\(colour) (2001).mp4"))
    }
    try Station.run(media: media) { station in
      try station.awaitChannel()
      let made = try station.send(
        "POST", "/api/profiles",
        json: #"{"name":"Ladder","width":320,"height":180,"frameRate":25,"videoBitrate":300000,"#
          + #""preset":"superfast","segments":"fragmented","ladder":[{"width":240,"height":136,"#
          + #""videoBitrate":200000},{"width":160,"height":90,"videoBitrate":100000}]}"#)
      #expect(made.status == 201, "\(String(decoding: made.body, as: UTF8.self))")
      try station.addChannel(
        #"{"number":"31","name":"Choice","profile":"Ladder","audioTracks":[{"name":"Deutsch","#
          + #""language":"ger","rules":[{"language":"de"}]}],"subtitles":"#
          + #"[{"name":"English","language":"en","rules":[{"language":"en"}]}],"content":{"kind":"library"},"#
          + #""order":"alphabetical"}"#)
      try station.awaitChannel("31")
      try expectAlike(station)
      // What the endless stream sends stays MPEG-TS.
      let viewer = try StreamViewer(station, path: "/iptv/channel/31.ts")
      try eventually(within: .seconds(30), "the endless stream") { viewer.bytes.count > 50_000 }
      viewer.leave()
      #expect(TransportStreamChecker(viewer.bytes, isCut: true).complaints == [])
      try expectSurvival(station)
      try expectAlike(station)
    }
  }

  /// A player of all there is sees nothing of a transcoder that is killed.
  private func expectSurvival(_ station: Station) throws {
    let folder = TemporaryFolder.make("client")
    defer { try? FileManager.default.removeItem(at: folder) }
    let tape = folder.appending(path: "packets")
    let client = try Child.start(
      "ffmpeg",
      [
        "-nostdin", "-v", "error", "-i", station.base + "/iptv/channel/31.m3u8", "-map", "0:v",
        "-map", "0:a", "-c", "copy", "-t", "16", "-flush_packets", "1", "-f", "framecrc",
        tape.path,
      ])
    defer { client.end() }
    let packets = { (try? String(contentsOf: tape, encoding: .utf8))?.split(separator: "\n") ?? [] }
    try eventually(within: .seconds(40), "packets: \(client.transcript)", every: 200_000) {
      packets().count > 300
    }
    let transcoder = try #require(
      ProcessTree.named("exstreamtv-transcoder", below: station.process.pid).first)
    #expect(Glibc.kill(transcoder.pid, SIGKILL) == 0)
    #expect(client.wait(.seconds(60)) == 0, "\(client.transcript)")
    #expect(client.transcript == "")
    var times: [Int: [Int64]] = [:]
    for line in packets() where !line.hasPrefix("#") {
      let fields = line.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      guard fields.count > 3, let track = Int(fields[0]), let time = Int64(fields[2]) else {
        continue
      }
      times[track, default: []].append(time)
    }
    let pictures = (0..<3).compactMap { times[$0]?.sorted() }
    #expect(
      pictures.count == 3 && pictures.allSatisfy { $0.count > 350 }, "\(times.mapValues(\.count))")
    for shown in pictures {
      // The last pictures came without those that are shown before them.
      let steps = zip(shown, shown.dropFirst()).map { $1 - $0 }.dropLast(6)
      let odd = steps.enumerated().filter { !(3600...5400).contains($0.element) }
      #expect(odd.isEmpty, "\(odd) of \(steps.count)")
    }
  }

  private func expectAlike(_ station: Station) throws {
    let answer = try station.get("/iptv/channel/31.m3u8")
    let text = String(decoding: answer.body, as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    let sizes = lines.compactMap {
      $0.firstMatch(of: /RESOLUTION=(\w+),/).map { String($0.output.1) }
    }
    #expect(sizes == ["320x180", "240x136", "160x90"], "\(text)")
    let sound = lines.filter { $0.hasPrefix("#EXT-X-MEDIA:TYPE=AUDIO") }
    #expect(sound.count == 2 && sound[1].contains(#"NAME="Deutsch",LANGUAGE="de""#), "\(text)")
    let address = try #require(lines.last).replacing("../../", with: "/").replacing(
      "v2", with: "index")
    // The first to ask for a cold channel asks for its sound alone.
    var main = try MediaListing(station, address.replacing("index", with: "a1"))
    try eventually(within: .seconds(40), "two items", every: 300_000) {
      main = try MediaListing(station, address)
      return main.segments.count >= 6
    }
    #expect(main.segments.allSatisfy { $0.name == "\($0.sequence).m4s" })
    var shown: [String: [[Int64]]] = [:]
    for name in ["v1", "v2", "a1", "s1"] {
      var other = try MediaListing(station, address.replacing("index", with: name))
      // A segment more may be there by now.
      let last = try #require(main.segments.last).sequence
      other.segments.removeAll { $0.sequence > last }
      #expect(other.start == main.start)
      #expect(other.segments.map(\.sequence) == main.segments.map(\.sequence))
      #expect(other.segments.map(\.length) == main.segments.map(\.length))
      let bytes = try other.file(station)
      guard name != "s1" else { continue }
      #expect(try Decoder.complaints(about: bytes) == "", "\(name)")
      shown[name] = try Self.times(of: bytes, name == "a1" ? "a" : "v")
    }
    let bytes = try main.file(station)
    #expect(try Decoder.complaints(about: bytes) == "")
    let times = try Self.times(of: bytes, "v")
    #expect(times.count > 100)
    // Whoever changes goes on at the very next picture.
    #expect(shown["v1"] == times && shown["v2"] == times)
    #expect(shown["a1"] == (try Self.times(of: bytes, "a")))
    // At a join the last picture is shown up to half its time longer.
    let steps = zip(times, times.dropFirst()).map { $1[0] - $0[0] }
    #expect(steps.allSatisfy { (3600...5400).contains($0) }, "\(Set(steps))")
  }

  /// Display times in order, in ticks.
  private static func times(of bytes: [UInt8], _ track: String) throws -> [[Int64]] {
    let folder = TemporaryFolder.make("renditions")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "all.mp4")
    try Data(bytes).write(to: file)
    let text = try Child.output(
      of: "ffprobe",
      [
        "-v", "error", "-select_streams", track, "-show_entries", "packet=pts", "-of", "csv=p=0",
        file.path,
      ], within: .seconds(30)
    ).text
    return text.split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",").compactMap { Int64($0) } }.filter { !$0.isEmpty }
      .sorted { $0[0] < $1[0] }
  }
}

extension BrowserTests {
  @Test("fragments play in the browser, over the joins", .timeLimit(.minutes(3)))
  func fragments() throws {
    try Self.station(["red", "green", "blue", "white"], seconds: 10) { station, browser in
      let changed = try station.send(
        "PATCH", "/api/profiles/1", json: #"{"segments":"fragmented"}"#)
      #expect(changed.status == 200)
      try browser.open(station.base + "/#/watch/1")
      try browser.see("watch-now")
      try Self.expectPlay(station, browser)
    }
  }
}

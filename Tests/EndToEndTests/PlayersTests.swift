import Fetch
import Foundation
import Harness
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("What players are told", .serialized)
struct PlayersTests {
  @Test("lists, guide and tuner agree, and every address in them works", .timeLimit(.minutes(2)))
  func players() throws {
    let media = TemporaryFolder.make("media")
    defer { try? FileManager.default.removeItem(at: media) }
    try Clips.make("red", seconds: 20, at: media.appending(path: "Red & <Blue> (2001).mp4"))
    try Station.run(media: media) { station in
      try station.awaitChannel()
      let made = try station.send(
        "POST", "/api/channels",
        json: """
          {"number":"7.1","name":"News \\"24\\", <&> ☂","group":"A, B",\
          "content":{"kind":"library"},"order":"shuffle"}
          """)
      #expect(made.status == 201)
      try station.awaitChannel("7.1")
      let list = try ChannelList(station)
      #expect(list.entries.map { $0.attributes["tvg-chno"] } == ["1", "7.1"])
      try expectGuide(station, list)
      try expectTuner(station, list)
      try expectRoutes(station)
      try expectPlays(station, "/auto/v1")
      try expectPlays(station, list.entries[1].address.replacing(station.base, with: ""))
      try expectPlays(station, "/iptv/channel/7.1.ts?duration=60")
    }
  }

  private func expectGuide(_ station: Station, _ list: ChannelList) throws {
    #expect(list.head.contains("x-tvg-url=\"\(station.base)/iptv/xmltv.xml\""))
    let guide = GuideFile()
    // The guide is written by a job after the channel was made.
    try eventually(within: .seconds(20), "both channels in the guide", every: 200_000) {
      try guide.read(station.get("/iptv/xmltv.xml").body)
      return guide.channels.count == 2 && Set(guide.programmes).count == 2
    }
    #expect(guide.channels == list.entries.map { $0.attributes["tvg-id"] ?? "" })
    #expect(Set(guide.programmes) == Set(guide.channels))
    #expect(guide.titles.contains("Red & <Blue>"))
    let packed = try station.get("/iptv/xmltv.xml.gz")
    #expect(packed.body.starts(with: [0x1F, 0x8B]))
    #expect(packed.header("Content-Encoding") == nil)
  }

  private func expectTuner(_ station: Station, _ list: ChannelList) throws {
    let device = try station.json("/discover.json")
    #expect(device["BaseURL"].string == station.base)
    #expect(device["LineupURL"].string == station.base + "/lineup.json")
    #expect(device["DeviceID"].string?.count == 8)
    #expect(device["TunerCount"].number ?? 0 > 0)
    let lineup = try station.json("/lineup.json").array
    #expect(lineup.map { $0["GuideNumber"].string } == ["1", "7.1"])
    #expect(lineup.map { $0["GuideName"].string }.last == "News \"24\", <&> ☂")
    #expect(lineup.allSatisfy { $0["URL"].string?.hasPrefix(station.base + "/auto/v") == true })
    #expect(try station.json("/lineup_status.json")["ScanInProgress"].number == 0)
    for method in ["GET", "POST"] {
      #expect(try station.send(method, "/lineup.post?scan=start&source=Cable").status == 200)
    }
    let description = GuideFile()
    try description.read(station.get("/device.xml").body)
    #expect(description.elements.contains("UDN"))
    let again = try station.json("/discover.json")["DeviceID"].string
    #expect(again == device["DeviceID"].string, "players tie recordings to it")
  }

  /// The description names every address of the public port, and each of them answers.
  private func expectRoutes(_ station: Station) throws {
    let description = try station.json("/api/openapi.json")
    #expect(description["openapi"].string?.hasPrefix("3.1") == true)
    let paths = (description["paths"].raw as? [String: Any] ?? [:]).keys
    let expected = [
      "/api/health", "/api/channels", "/api/guide", "/api/on-air", "/api/folders", "/api/media",
      "/api/shows", "/api/collections", "/api/jobs", "/api/profiles", "/api/players",
      "/api/openapi.json", "/iptv/channels.m3u", "/iptv/channel/{number}.m3u8",
      "/iptv/channel/{number}.ts", "/auto/v{number}", "/discover.json", "/lineup.json",
      "/lineup_status.json", "/lineup.post", "/device.xml",
    ]
    for path in expected { #expect(paths.contains(path), "\(path)") }
    #expect(!paths.contains { $0.hasPrefix("/internal") })
    let raw = RawHTTP(port: Int(station.port))
    for path in paths {
      guard description["paths"][path]["get"].exists else { continue }
      let address = path.replacing("{number}", with: "1").replacing("{id}", with: "1")
        .replacing("{channel}", with: "aaaaaaaa")
        .replacing("{session}", with: "aaaaaaaaaaaaaaaa")
      let answer = raw.ask("HEAD", address)
      let isThere = answer.status == 200 || (path.contains("{") && answer.status == 404)
      #expect(isThere, "\(path): \(answer.status)")
    }
  }

  private func expectPlays(_ station: Station, _ path: String) throws {
    let stream = try StreamViewer(station, path: path)
    try eventually(within: .seconds(20), "a picture at \(path)") { stream.count > 60_000 }
    stream.leave()
    #expect(stream.head.contains("video/mp2t"))
    #expect(TransportStreamChecker(stream.bytes, isCut: true).complaints == [], "\(path)")
  }
}

/// A playlist of channels, read as players read it.
private struct ChannelList {
  struct Entry {
    var attributes: [String: String]
    var name: String
    var address: String
  }

  let head: String
  let entries: [Entry]

  init(_ station: Station) throws {
    let response = try station.get("/iptv/channels.m3u")
    let lines = String(decoding: response.body, as: UTF8.self).split(separator: "\n").map(
      String.init)
    head = lines.first ?? ""
    guard response.status == 200, head.hasPrefix("#EXTM3U"), lines.count % 2 == 1 else {
      throw Failure("no playlist: \(lines)")
    }
    entries = stride(from: 1, to: lines.count, by: 2).map {
      Self.entry(lines[$0], address: lines[$0 + 1])
    }
  }

  /// Attributes are `key="value"`; the name is what follows the first comma outside quotes.
  private static func entry(_ line: String, address: String) -> Entry {
    var entry = Entry(attributes: [:], name: "", address: address)
    var rest = line[...]
    while let equals = rest.firstRange(of: "=\""),
      let end = rest[equals.upperBound...].firstIndex(of: "\"")
    {
      let key = rest[..<equals.lowerBound].split(separator: " ").last.map(String.init) ?? ""
      entry.attributes[key] = String(rest[equals.upperBound..<end])
      rest = rest[rest.index(after: end)...]
    }
    entry.name = rest.hasPrefix(",") ? String(rest.dropFirst()) : ""
    return entry
  }
}

/// An XML file as a strict parser reads it.
private final class GuideFile: NSObject, XMLParserDelegate {
  private(set) var channels: [String] = []
  private(set) var programmes: [String] = []
  private(set) var titles: Set<String> = []
  private(set) var elements: Set<String> = []
  private var text = ""

  func read(_ bytes: [UInt8]) throws {
    (channels, programmes, titles, elements) = ([], [], [], [])
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    guard parser.parse() else {
      throw Failure(
        "not well-formed in line \(parser.lineNumber): \(parser.parserError.debugDescription)")
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    elements.insert(name)
    text = ""
    if name == "channel" { channels.append(attributes["id"] ?? "") }
    if name == "programme" { programmes.append(attributes["channel"] ?? "") }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "title" { titles.insert(text) }
  }
}

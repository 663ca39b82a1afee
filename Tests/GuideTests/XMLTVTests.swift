import Foundation
import FoundationXML
import Guide
import Library
import Playout
import Testing

@Suite("The guide as XMLTV")
struct XMLTVTests {
  @Test("a film, an episode and another video are written in the DTD's order")
  func golden() throws {
    let news = try GuideSamples.channel("abcdefgh", "7.1", "News & More")
    let hidden = try GuideSamples.channel("hidden22", "8", "Hidden", isEnabled: false)
    let document = XMLTV.document(
      channels: [news, hidden],
      programmes: [
        news.id: [
          GuideSamples.programme(0, 90, "Heat", year: 1995, kind: .movie),
          GuideSamples.programme(
            90, 120, "The Wire", subtitle: "The Detail", season: 1, episode: 2, year: 2002,
            kind: .episode),
          GuideSamples.programme(120, 125, "Beach"),
        ],
        hidden.id: [GuideSamples.programme(0, 90, "Nobody sees this")],
      ])
    #expect(
      String(decoding: document, as: UTF8.self) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE tv SYSTEM "xmltv.dtd">
        <tv generator-info-name="EXStreamTV">
          <channel id="cabcdefgh.exstreamtv.local">
            <display-name>7.1 News &amp; More</display-name>
            <display-name>7.1</display-name>
            <display-name>News &amp; More</display-name>
          </channel>
          <programme start="20260131200000 +0000" stop="20260131213000 +0000" \
        channel="cabcdefgh.exstreamtv.local">
            <title>Heat</title>
            <date>1995</date>
            <category>Movie</category>
          </programme>
          <programme start="20260131213000 +0000" stop="20260131220000 +0000" \
        channel="cabcdefgh.exstreamtv.local">
            <title>The Wire</title>
            <sub-title>The Detail</sub-title>
            <category>Series</category>
            <episode-num system="xmltv_ns">0.1.</episode-num>
            <episode-num system="onscreen">S01E02</episode-num>
          </programme>
          <programme start="20260131220000 +0000" stop="20260131220500 +0000" \
        channel="cabcdefgh.exstreamtv.local">
            <title>Beach</title>
            <category>Video</category>
          </programme>
        </tv>

        """)
  }

  @Test(
    "episode numbers are zero-based and leave out what is unknown",
    arguments: [
      (1, 1, "0.0.", "S01E01"), (0, 3, ".2.", "S00E03"), (12, 345, "11.344.", "S12E345"),
      (nil, 7, ".6.", "E07"), (2, nil, "1..", "S02"), (2024, 501, "2023.500.", "S2024E501"),
      (0, 0, "..", "S00E00"), (-1, -1, "..", ""),
    ] as [(Int?, Int?, String, String)])
  func numbers(season: Int?, episode: Int?, ns: String, onscreen: String) throws {
    let text = try document(
      of: GuideSamples.programme(0, 30, "Show", season: season, episode: episode, kind: .episode))
    #expect(text.contains("<episode-num system=\"xmltv_ns\">\(ns)</episode-num>"))
    #expect(text.contains("<episode-num system=\"onscreen\">\(onscreen)</episode-num>"))
  }

  @Test("an episode that goes by its date carries the day")
  func dates() throws {
    let daily = GuideSamples.programme(
      0, 30, "News", season: 2024, episode: 501, kind: .episode)
    #expect(try document(of: daily).contains("<date>20240501</date>"))
  }

  @Test("an episode without numbers has none")
  func noNumbers() throws {
    let text = try document(of: GuideSamples.programme(0, 30, "Show", kind: .episode))
    #expect(!text.contains("episode-num"))
  }

  @Test(
    "moments are written as digits in UTC",
    arguments: [
      (0, "19700101000000"), (951_782_399, "20000228235959"), (951_782_400, "20000229000000"),
      (1_709_164_800, "20240229000000"), (4_107_542_400, "21000301000000"),
      (1_798_761_599, "20261231235959"), (253_402_300_798, "99991231235958"),
    ] as [(Int64, String)])
  func times(seconds: Int64, expected: String) throws {
    let start = Moment(seconds: seconds)
    let programme = Programme(
      id: 1, start: start, end: start + .seconds(1), title: "x", kind: .other,
      media: MediaID(rawValue: 1))
    #expect(try document(of: programme).contains("start=\"\(expected) +0000\""))
  }

  @Test("days of 400 years are the ones that the calendar names")
  func calendar() throws {
    let channel = try GuideSamples.channel("abcdefgh", "1", "x")
    let days = Set(stride(from: Int64(0), to: 146_097, by: 17)).union(20_000..<22_000).sorted()
    let programmes = days.map { day in
      Programme(
        id: day, start: Moment(seconds: day * 86_400), end: Moment(seconds: day * 86_400 + 1),
        title: "x", kind: .other, media: MediaID(rawValue: 1))
    }
    let text = String(
      decoding: XMLTV.document(channels: [channel], programmes: [channel.id: programmes]),
      as: UTF8.self)
    var found: [String] = []
    for line in text.split(separator: "\n") {
      guard let start = line.firstRange(of: "start=\"") else { continue }
      found.append(String(line[start.upperBound...].prefix(8)))
    }
    let style = Date.ISO8601FormatStyle(dateSeparator: .omitted).year().month().day()
    let expected = days.map { Date(timeIntervalSince1970: Double($0) * 86_400).formatted(style) }
    #expect(found == expected)
  }

  @Test("overlaps are cut, and what has no length left is dropped")
  func overlaps() throws {
    let channel = try GuideSamples.channel("abcdefgh", "1", "x")
    let text = String(
      decoding: XMLTV.document(
        channels: [channel],
        programmes: [
          channel.id: [
            GuideSamples.programme(20, 40, "later"), GuideSamples.programme(0, 30, "first"),
            GuideSamples.programme(5, 10, "inside"), GuideSamples.programme(50, 50, "nothing"),
            GuideSamples.programme(70, 60, "backwards"),
          ]
        ]), as: UTF8.self)
    let times = text.split(separator: "\n").filter { $0.contains("<programme ") }
    #expect(times.count == 2)
    #expect(times.first?.contains("20260131200000 +0000\" stop=\"20260131203000") == true)
    #expect(times.last?.contains("20260131203000 +0000\" stop=\"20260131204000") == true)
  }

  @Test("neighbours still touch when their times are rounded to seconds")
  func rounding() throws {
    let channel = try GuideSamples.channel("abcdefgh", "1", "x")
    let programmes = (0..<50).map { index in
      Programme(
        id: index, start: Moment(milliseconds: index * 61_237),
        end: Moment(milliseconds: (index + 1) * 61_237), title: "x", kind: .other,
        media: MediaID(rawValue: 1))
    }
    let text = String(
      decoding: XMLTV.document(channels: [channel], programmes: [channel.id: programmes]),
      as: UTF8.self)
    let lines = text.split(separator: "\n").filter { $0.contains("<programme ") }
    let starts = lines.compactMap { $0.split(separator: "\"").dropFirst().first }
    let stops = lines.compactMap { $0.split(separator: "\"").dropFirst(3).first }
    #expect(starts.count == 50)
    #expect(Array(starts.dropFirst()) == Array(stops.dropLast()))
  }

  @Test("identities stay whatever the number and the name become")
  func identities() throws {
    let before = try GuideSamples.channel("abcdefgh", "7", "Old")
    let after = try GuideSamples.channel("abcdefgh", "99.3", "New")
    #expect(XMLTV.channelID(of: before.id) == XMLTV.channelID(of: after.id))
    let shape = /[-a-zA-Z0-9]+(\.[-a-zA-Z0-9]+)+/
    #expect(XMLTV.channelID(of: before.id).wholeMatch(of: shape) != nil)
  }

  @Test("any name is well-formed text and comes back", arguments: GuideSamples.hostileNames)
  func hostileNames(_ name: String) throws {
    let document = try hostileDocument(name)
    let parser = XMLParser(data: Data(document))
    let reader = TitleReader()
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    let isBlank = name.allSatisfy { $0.isWhitespace || $0 == "\u{7F}" }
    #expect(reader.titles == [isBlank ? "Untitled" : Self.plain(name)])
    #expect(
      !String(decoding: document, as: UTF8.self).unicodeScalars.contains {
        $0.properties.generalCategory == .control && $0 != "\n"
      })
  }

  @Test(
    "xmllint finds any document valid by the DTD", .timeLimit(.minutes(1)),
    .enabled(if: Checker.xmllint.isInstalled && Checker.hasDTD), arguments: [true, false])
  func dtd(hostile: Bool) throws {
    let result = try Checker.xmllint.run(
      on: hostile ? manyHostile() : ordinary(),
      arguments: ["--noout", "--nonet", "--dtdvalid", Checker.dtd])
    #expect(result.status == 0, "\(result.output)")
  }

  @Test(
    "XMLTV's own validator has no complaint", .timeLimit(.minutes(1)),
    .enabled(if: Checker.validator.isInstalled && Checker.hasDTD), arguments: [true, false])
  func validator(hostile: Bool) throws {
    let result = try Checker.validator.run(
      on: hostile ? manyHostile() : ordinary(), arguments: ["--dtd-file", Checker.dtd])
    #expect(result.status == 0, "\(result.output)")
  }

  @Test("a guide of ten channels over 14 days holds every programme once")
  func large() throws {
    var channels: [Channel] = []
    var programmes: [ChannelID: [Programme]] = [:]
    for (number, letter) in "abcdefghij".enumerated() {
      let channel = try GuideSamples.channel("channel\(letter)", "\(number + 1)", "\(letter)")
      channels.append(channel)
      programmes[channel.id] = (0..<672).map { slot in
        GuideSamples.programme(
          slot * 30, slot * 30 + 30, "Show \(slot)", subtitle: "Part", season: 1,
          episode: Int(slot), kind: .episode)
      }
    }
    let document = XMLTV.document(channels: channels, programmes: programmes)
    let text = String(decoding: document, as: UTF8.self)
    #expect(text.split(separator: "\n").count { $0.hasPrefix("  <programme ") } == 6720)
    #expect(Set(text.split(separator: "\n").filter { $0.hasPrefix("  <programme ") }).count == 6720)
  }

  private func document(of programme: Programme) throws -> String {
    let channel = try GuideSamples.channel("abcdefgh", "1", "x")
    return String(
      decoding: XMLTV.document(channels: [channel], programmes: [channel.id: [programme]]),
      as: UTF8.self)
  }

  private func hostileDocument(_ name: String) throws -> [UInt8] {
    let channel = try GuideSamples.channel("abcdefgh", "1", name, group: name)
    return XMLTV.document(
      channels: [channel],
      programmes: [channel.id: [GuideSamples.programme(0, 30, name, subtitle: name)]],
      generator: name)
  }

  private func manyHostile() throws -> [UInt8] {
    var channels: [Channel] = []
    var programmes: [ChannelID: [Programme]] = [:]
    for (index, name) in GuideSamples.hostileNames.enumerated() {
      let letter = Character(Unicode.Scalar(UInt8(97 + index)))
      let channel = try GuideSamples.channel("hostile\(letter)", "\(index + 1)", name)
      channels.append(channel)
      programmes[channel.id] = [
        GuideSamples.programme(0, 30, name, subtitle: name, season: index, kind: .episode)
      ]
    }
    return XMLTV.document(channels: channels, programmes: programmes)
  }

  private func ordinary() throws -> [UInt8] {
    let channel = try GuideSamples.channel("abcdefgh", "7.1", "News")
    return XMLTV.document(
      channels: [channel],
      programmes: [
        channel.id: [
          GuideSamples.programme(0, 90, "Heat", year: 1995, kind: .movie),
          GuideSamples.programme(
            90, 120, "The Wire", subtitle: "Pilot", season: 1, episode: 1, kind: .episode),
          GuideSamples.programme(120, 150, "The Wire", season: 0, kind: .episode),
          GuideSamples.programme(150, 180, "Beach"),
        ]
      ])
  }

  /// What is left of a name when control characters are gone.
  private static func plain(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\n", "\r", "\t": result += " "
      case "\u{FFFE}", "\u{FFFF}": continue
      case _ where scalar.properties.generalCategory == .control: continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Collects the titles of a document.
private final class TitleReader: NSObject, XMLParserDelegate {
  private(set) var titles: [String] = []
  private var isInTitle = false

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    isInTitle = name == "title"
    if isInTitle { titles.append("") }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    isInTitle = false
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    guard isInTitle, !titles.isEmpty else { return }
    titles[titles.count - 1] += text
  }
}

/// A program that judges XMLTV documents, where it is installed.
private struct Checker {
  var path: String

  static let xmllint = Checker(path: "/usr/bin/xmllint")
  static let validator = Checker(path: "/usr/bin/tv_validate_file")
  static let dtd = "/usr/share/xmltv/xmltv.dtd"

  static var hasDTD: Bool { FileManager.default.fileExists(atPath: dtd) }

  var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

  func run(on document: [UInt8], arguments: [String]) throws -> (status: Int32, output: String) {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("guide-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("guide.xml")
    try Data(document).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments + [file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

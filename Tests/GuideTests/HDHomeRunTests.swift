import Foundation
import FoundationXML
import Guide
import Playout
import Testing

@Suite("The network tuner")
struct HDHomeRunTests {
  private let device = HDHomeRunDevice(seed: 42, tunerCount: 4)
  private let base = "http://tv.lan:8411"

  @Test("it says what it is and where its lineup lies")
  func discover() throws {
    let answer = try object(HDHomeRun.discover(device, base: base + "/"))
    #expect(
      Set(answer.keys) == [
        "FriendlyName", "Manufacturer", "ModelNumber", "FirmwareName", "FirmwareVersion",
        "DeviceID", "DeviceAuth", "BaseURL", "LineupURL", "TunerCount",
      ])
    #expect(answer["DeviceID"] as? String == device.id)
    #expect(answer["BaseURL"] as? String == "http://tv.lan:8411")
    #expect(answer["LineupURL"] as? String == "http://tv.lan:8411/lineup.json")
    #expect(answer["TunerCount"] as? Int == 4)
    #expect((answer["DeviceAuth"] as? String)?.count == 24)
  }

  @Test("its lineup lists the enabled channels")
  func lineup() throws {
    let channels = [
      try GuideSamples.channel("abcdefgh", "7.1", "News"),
      try GuideSamples.channel("hidden22", "8", "Hidden", isEnabled: false),
      try GuideSamples.channel("zzzzzz77", "12", "Films"),
    ]
    let answer = try array(HDHomeRun.lineup(channels: channels, base: base))
    #expect(answer.map { $0["GuideNumber"] as? String } == ["7.1", "12"])
    #expect(answer.map { $0["GuideName"] as? String } == ["News", "Films"])
    #expect(answer.first?["URL"] as? String == "http://tv.lan:8411/auto/v7.1")
    #expect(HDHomeRun.lineup(channels: [], base: base) == Array("[]".utf8))
  }

  @Test("no name breaks the lineup", arguments: GuideSamples.hostileNames)
  func hostileNames(_ name: String) throws {
    let channel = try GuideSamples.channel("abcdefgh", "7", name)
    let answer = try array(HDHomeRun.lineup(channels: [channel, channel], base: base))
    #expect(answer.count == 2)
    let shown = try #require(answer.first?["GuideName"] as? String)
    #expect(!shown.isEmpty)
    #expect(!shown.unicodeScalars.contains { $0.properties.generalCategory == .control })
    let named = HDHomeRunDevice(seed: 1, name: name, tunerCount: 1)
    let description = try object(HDHomeRun.discover(named, base: base))
    #expect((description["FriendlyName"] as? String)?.isEmpty == false)
    #expect(XMLParser(data: Data(HDHomeRun.deviceDescription(named, base: base))).parse())
  }

  @Test("a scan is never running and always answered")
  func scans() throws {
    let status = try object(HDHomeRun.lineupStatus())
    #expect(status["ScanInProgress"] as? Int == 0)
    #expect(status["ScanPossible"] as? Int == 1)
    #expect(status["SourceList"] as? [String] == ["Cable"])
    let post = try object(HDHomeRun.lineupPost())
    #expect(post.isEmpty)
  }

  @Test("it describes itself to UPnP")
  func description() {
    let text = String(
      decoding: HDHomeRun.deviceDescription(device, base: base), as: UTF8.self)
    #expect(text.contains("<URLBase>http://tv.lan:8411</URLBase>"))
    #expect(text.contains("<UDN>uuid:\(device.uuid)</UDN>"))
    #expect(text.contains("<serialNumber>\(device.id)</serialNumber>"))
    #expect(text.contains("<deviceType>urn:schemas-upnp-org:device:MediaServer:1</deviceType>"))
    #expect(XMLParser(data: Data(text.utf8)).parse())
  }

  @Test("clients accept every identity, and one seed always gives the same")
  func identities() {
    var seen: Set<String> = []
    for seed in UInt64(0)..<2000 {
      let device = HDHomeRunDevice(seed: seed, tunerCount: 2)
      #expect(HDHomeRunDevice.isValid(id: device.id))
      #expect(UUID(uuidString: device.uuid) != nil)
      #expect(device == HDHomeRunDevice(seed: seed, tunerCount: 2))
      seen.insert(device.uuid)
    }
    #expect(seen.count == 2000)
    #expect(device.id == HDHomeRunDevice(seed: 42, name: "other", tunerCount: 9).id)
  }

  @Test(
    "the check digit is the one that clients compute",
    arguments: [
      ("105ABCD1", true), ("105ABCD2", false), ("12345678", false), ("105abcd1", true),
      ("105ABCD", false), ("105ABCDG", false), ("", false), ("105ABCD11", false),
    ])
  func checkDigit(id: String, isValid: Bool) {
    #expect(HDHomeRunDevice.isValid(id: id) == isValid)
  }

  private func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  private func array(_ bytes: [UInt8]) throws -> [[String: Any]] {
    try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]])
  }
}

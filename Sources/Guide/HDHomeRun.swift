public import Playout

/// The answers that a network tuner gives over HTTP, as Plex, Jellyfin, Emby
/// and Channels ask for them when they set it up.
public enum HDHomeRun {
  /// `/discover.json`: what the device is and where its lineup lies.
  public static func discover(_ device: HDHomeRunDevice, base: String) -> [UInt8] {
    var writer = ByteWriter(capacity: 512)
    writer.write("{")
    let texts = [
      ("FriendlyName", device.name), ("Manufacturer", "Silicondust"),
      // Jellyfin asks models named HDTC to transcode; this one it leaves alone.
      ("ModelNumber", model), ("FirmwareName", "hdhomerun5_atsc"),
      ("FirmwareVersion", "20250815"), ("DeviceID", device.id), ("DeviceAuth", device.auth),
      ("BaseURL", root(base)), ("LineupURL", GuideAddress.join(base, "lineup.json")),
    ]
    for (name, value) in texts { field(name, value, to: &writer) }
    writer.write("\"TunerCount\":\(device.tunerCount)}")
    return writer.bytes
  }

  /// `/lineup.json`: the enabled channels; an empty list when there are none.
  public static func lineup(channels: [Channel], base: String) -> [UInt8] {
    var writer = ByteWriter(capacity: 64 + channels.count * 160)
    writer.write("[")
    var isFirst = true
    for channel in channels where channel.isEnabled {
      writer.write(isFirst ? "{" : ",\n{")
      isFirst = false
      field("GuideNumber", channel.number.description, to: &writer)
      let name = PlainText.isBlank(channel.name) ? "Channel \(channel.number)" : channel.name
      field("GuideName", name, to: &writer)
      field("VideoCodec", "H264", to: &writer)
      field("AudioCodec", "AAC", to: &writer)
      writer.write("\"URL\":")
      writer.write(json: GuideAddress.join(base, "auto/v\(channel.number)"))
      writer.write("}")
    }
    writer.write("]")
    return writer.bytes
  }

  /// `/lineup_status.json`: no scan is running, and one may be asked for.
  public static func lineupStatus() -> [UInt8] {
    Array(
      #"{"ScanInProgress":0,"ScanPossible":1,"Source":"Cable","SourceList":["Cable"]}"#.utf8)
  }

  /// `/lineup.post`: a scan has nothing to find that the lineup lacks, and
  /// anything but success makes Plex call the device lost.
  public static func lineupPost() -> [UInt8] {
    Array("{}".utf8)
  }

  /// `/device.xml`: the device as UPnP describes it.
  public static func deviceDescription(_ device: HDHomeRunDevice, base: String) -> [UInt8] {
    var writer = ByteWriter(capacity: 1024)
    writer.write(#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n")
    writer.write(#"<root xmlns="urn:schemas-upnp-org:device-1-0">"# + "\n")
    writer.write("  <specVersion><major>1</major><minor>0</minor></specVersion>\n  ")
    element("URLBase", root(base), to: &writer)
    writer.write("  <device>\n")
    let parts = [
      ("deviceType", "urn:schemas-upnp-org:device:MediaServer:1"),
      ("friendlyName", device.name), ("manufacturer", "Silicondust"),
      ("modelName", model), ("modelNumber", model), ("serialNumber", device.id),
      ("UDN", "uuid:\(device.uuid)"),
    ]
    for (name, value) in parts {
      writer.write("    ")
      element(name, value, to: &writer)
    }
    writer.write("  </device>\n</root>\n")
    return writer.bytes
  }

  private static let model = "HDHR5-4US"

  /// The base as clients write it: without a slash at the end.
  private static func root(_ base: String) -> String {
    String(GuideAddress.join(base, "").dropLast())
  }

  private static func field(_ name: String, _ value: String, to writer: inout ByteWriter) {
    writer.write("\"\(name)\":")
    writer.write(json: value)
    writer.write(",")
  }

  private static func element(_ name: String, _ text: String, to writer: inout ByteWriter) {
    writer.write("<\(name)>")
    writer.write(xml: text)
    writer.write("</\(name)>\n")
  }
}

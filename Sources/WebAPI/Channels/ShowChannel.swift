import Playout
import Store

func showChannel(_ call: Call) throws -> ChannelAnswer {
  let channel = try call.channel()
  let warnings = try call.studio.store.warnings(of: channel.channel.id).count
  return ChannelAnswer(channel, warnings: warnings > 0 ? warnings : nil)
}

extension Call {
  /// The channel whose identity is in the path.
  func channel() throws -> ProgrammedChannel {
    let text = captures["id"] ?? ""
    guard let id = ChannelID(rawValue: text), let channel = try studio.store.channel(id) else {
      throw Problem.notFound("There is no channel '\(text)'. See /api/channels.")
    }
    return channel
  }

  /// The enabled channel whose number is in the path.
  func tunedChannel() throws -> ProgrammedChannel {
    let text = captures["number"] ?? ""
    guard let number = ChannelNumber(text),
      let channel = try studio.store.channel(numbered: number), channel.channel.isEnabled
    else {
      throw Problem.notFound("There is no channel \(text). See /iptv/channels.m3u.")
    }
    return channel
  }
}

import Control
import Playout
import Store

func stopChannel(_ call: Call) throws {
  let channel = try call.channel().channel
  _ = try call.studio.awaitingTranscoder { (desk) throws(ControlFailure) in
    try desk.send(.stop(channel: channel.id), .seconds(5))
  }
}

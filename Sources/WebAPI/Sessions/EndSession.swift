import Control

func endSession(_ call: Call) throws {
  let session = try call.sessionID()
  _ = try call.studio.awaitingTranscoder { (desk) throws(ControlFailure) in
    try desk.send(.end(session: session), .seconds(5))
  }
}

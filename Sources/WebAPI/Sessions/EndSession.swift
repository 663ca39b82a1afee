import Control

func endSession(_ call: Call) throws {
  _ = try call.studio.control.send(.end(session: call.sessionID()), .seconds(5))
}

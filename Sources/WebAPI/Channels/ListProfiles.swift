import Playout
import Store

/// Every transcode profile; the first is the default.
struct ProfileList: Codable, Hashable {
  var profiles: [TranscodeProfile]
}

func listProfiles(_ call: Call) throws -> ProfileList {
  ProfileList(profiles: try call.studio.store.profiles())
}

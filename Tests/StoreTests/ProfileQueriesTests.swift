import GRDB
import Playout
import TestSupport
import Testing

@testable import Store

@Suite("Profiles in the store")
struct ProfileQueriesTests {
  private let test: TestStore
  private var store: Store { test.store }

  init() throws { test = try TestStore() }

  private var odd: TranscodeProfile {
    var profile = TranscodeProfile(
      name: "Odd 'n' \"end\" 📺", width: 640, height: 480, frameRate: 50, videoBitrate: 900_000,
      preset: "slow", audioBitrate: 64_000, allowsCopy: false)
    profile.videoBuffer = 1_000_000
    profile.coding = .main
    profile.bFrames = 3
    profile.keyFrameSeconds = 4
    profile.loudness = -23
    profile.scaling = .crop
    profile.deinterlacing = .always
    profile.mapsTones = false
    profile.threads = 9
    profile.audioChannels = 6
    profile.hardware = .vaapi
    profile.videoCodec = .hevc
    profile.bitDepth = 10
    profile.audioCodec = .opus
    profile.hasPicture = false
    profile.ladder = [LadderRung(width: 320, height: 180, videoBitrate: 300_000)]
    profile.segments = .fragmented
    return profile
  }

  @Test("come back as they went in, after those that were there")
  func roundTrip() throws {
    let made = try store.insert(odd)
    #expect(made.channels.isEmpty)
    #expect(try store.storedProfile(made.id) == made)
    #expect(try store.profile(named: odd.name) == odd)
    #expect(try store.profiles() == TranscodeProfile.builtIn + [odd])
    var changed = made
    changed.profile = TranscodeProfile.builtIn[1]
    changed.profile.name = "Other"
    try store.update(changed)
    #expect(try store.storedProfile(made.id) == changed)
    try store.deleteProfile(made.id)
    #expect(try store.profiles() == TranscodeProfile.builtIn)
  }

  @Test("keep their channels when they are renamed")
  func rename() throws {
    let channel = try test.channel("7")
    var stored = try #require(
      try store.storedProfiles().first { $0.profile.name == channel.channel.profile })
    #expect(stored.channels == ["7 \(channel.channel.name)"])
    stored.profile.name = "Renamed"
    try store.update(stored)
    #expect(try store.channel(channel.channel.id)?.channel.profile == "Renamed")
    #expect(try store.channels(using: "Renamed") == [channel.channel.id])
    #expect(try store.storedProfile(stored.id)?.channels == stored.channels)
  }

  @Test("are not removed while a channel uses them, nor the last of all")
  func removal() throws {
    let channel = try test.channel("7")
    let used = try #require(try store.storedProfiles().first { !$0.channels.isEmpty })
    #expect { try store.deleteProfile(used.id) } throws: { error in
      let error = error as? StoreError
      return error?.code == .conflict && error?.detail.contains("7 ") ?? false
    }
    try store.deleteChannel(channel.channel.id)
    let all = try store.storedProfiles()
    for stored in all.dropLast() { try store.deleteProfile(stored.id) }
    let last = try #require(all.last)
    #expect { try store.deleteProfile(last.id) } throws: { ($0 as? StoreError)?.code == .conflict }
    #expect { try store.deleteProfile(99) } throws: { ($0 as? StoreError)?.code == .notFound }
  }

  @Test("have names of their own, whatever the case")
  func names() throws {
    var twin = odd
    twin.name = "720P"
    #expect { try store.insert(twin) } throws: { error in
      let error = error as? StoreError
      return error?.code == .conflict && error?.field == "name"
    }
    var first = try #require(try store.storedProfiles().first)
    first.profile.name = "1080p"
    #expect { try store.update(first) } throws: { ($0 as? StoreError)?.code == .conflict }
    first.profile.name = "720P"
    try store.update(first)
    #expect(try store.profiles().first?.name == "720P")
  }

  @Test("of every earlier schema keep values, names and channels", arguments: 1...8)
  func migration(from number: Int) throws {
    let folder = try ScratchFolder()
    let path = folder.file("old.sqlite")
    try DatabaseQueue(path: path).writeWithoutTransaction { db in
      try Schema.migrate(db, path: path, to: number)
      try db.execute(
        sql: """
          UPDATE profile SET video_bitrate = 2500000 WHERE name = '480p';
          INSERT INTO channel (id, number, number_key, name, enabled, profile, premiere, kind,
            content_kind, content_id, play_order, seed)
          VALUES ('abcdefgh', '7', 7007, 'Seven', 1, '480p', 0, 'continuous', 'library', NULL,
            'shuffle', 1)
          """)
    }
    let profiles = try Store.open(at: path).storedProfiles()
    #expect(profiles.map(\.profile.name) == TranscodeProfile.builtIn.map(\.name))
    #expect(profiles.map(\.id) == [1, 2, 3, 4, 5, 6, 7, 8])
    var expected = TranscodeProfile.builtIn[2]
    expected.videoBitrate = 2_500_000
    #expect(profiles[2].profile == expected)
    #expect(profiles[2].channels == ["7 Seven"])
    #expect(profiles[0].profile == TranscodeProfile.builtIn[0])
    #expect(profiles[5...].map(\.profile) == Array(TranscodeProfile.builtIn[5...]))
  }
}

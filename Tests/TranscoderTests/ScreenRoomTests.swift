import Foundation
import Glibc
import Logging
import Pipeline
import Playout
import TestSupport
import Testing

@testable import Transcoder

@Suite("Where screens are made", .timeLimit(.minutes(1)))
struct ScreenRoomTests {
  private func order(_ screen: Screen = .standard, _ headline: String = "Hello") -> ScreenOrder {
    ScreenOrder(
      screen: screen, message: ScreenMessage(headline: headline), profile: Samples.profile)
  }

  private func room(in folder: String, ffmpeg: String = "ffmpeg") -> ScreenRoom {
    var log = Logger(label: "room")
    log.logLevel = .error
    return ScreenRoom(folder: folder, ffmpeg: ffmpeg, log: log)
  }

  /// Asks until there is an answer, as a channel does: woken by the bell.
  private func answer(_ room: ScreenRoom, _ order: ScreenOrder) -> ScreenRoom.Answer {
    let bell = WakeUp()
    for _ in 0..<30 {
      let answer = room.look(for: order, bell: bell)
      guard case .pending = answer else { return answer }
      bell.wait(seconds: 2)
    }
    return .pending
  }

  @Test("a screen is made once, and found again by a successor without any ffmpeg")
  func once() throws {
    let folder = try ScratchFolder()
    guard case .ready(let reel) = answer(room(in: folder.path), order()) else {
      Issue.record("no screen")
      return
    }
    #expect(reel.problem == nil)
    let heir = room(in: folder.path, ffmpeg: "/nonexistent/ffmpeg")
    guard case .ready = answer(heir, order()) else {
      Issue.record("the file was not found again")
      return
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left == [order().name + ".ts"])
  }

  @Test("a picture that is none gives way to words, and the reason names the file, not its folder")
  func brokenImage() throws {
    let folder = try ScratchFolder()
    let image = folder.file("broken.png")
    try Data("no picture".utf8).write(to: URL(filePath: image))
    let screen = Screen(picture: .image, sound: .sine, image: image)
    guard case .ready(let reel) = answer(room(in: folder.path + "/screens"), order(screen)) else {
      Issue.record("no screen")
      return
    }
    #expect(reel.order.screen == .standard)
    #expect(reel.order.message.headline.isEmpty == false)
    #expect(reel.problem?.contains("broken.png") == true)
    #expect(reel.problem?.contains(folder.path) == false)
  }

  @Test("without an ffmpeg the failure is told, and another order does not hang")
  func noProgram() throws {
    let folder = try ScratchFolder()
    let room = room(in: folder.path, ffmpeg: "/nonexistent/ffmpeg")
    for headline in ["one", "two"] {
      guard case .failed(let reason) = answer(room, order(.standard, headline)) else {
        Issue.record("made without ffmpeg")
        return
      }
      #expect(reason.contains("ffmpeg"))
    }
  }

  @Test("a file that is gone is made anew")
  func gone() throws {
    let folder = try ScratchFolder()
    let room = room(in: folder.path)
    guard case .ready = answer(room, order()) else {
      Issue.record("no screen")
      return
    }
    try FileManager.default.removeItem(atPath: folder.file(order().name + ".ts"))
    guard case .ready = answer(room, order()) else {
      Issue.record("not made anew")
      return
    }
  }

  @Test("files are few: those not used for longest go")
  func few() throws {
    let folder = try ScratchFolder()
    for index in 0..<(ScreenWorkshop.mostFiles + 20) {
      let file = folder.file("\(index).ts")
      try Data("old".utf8).write(to: URL(filePath: file))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(index))], ofItemAtPath: file)
    }
    _ = answer(room(in: folder.path), order())
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.count == ScreenWorkshop.mostFiles)
    #expect(left.contains(order().name + ".ts") && !left.contains("0.ts"))
  }

  @Test("an ended room takes no orders")
  func ended() throws {
    let folder = try ScratchFolder()
    let room = room(in: folder.path)
    room.end()
    guard case .pending = room.look(for: order(), bell: WakeUp()) else {
      Issue.record("it goes on")
      return
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test("an ended room is silent only when its ffmpeg is gone")
  func silence() throws {
    let folder = try ScratchFolder()
    let program = folder.file("ffmpeg")
    let note = folder.file("pid")
    try Data("#!/bin/sh\necho $$ > '\(note)'\nexec sleep 60\n".utf8).write(
      to: URL(filePath: program))
    chmod(program, 0o755)
    let room = room(in: folder.path + "/screens", ffmpeg: program)
    #expect(room.isSilent)
    room.prepare(order(), isUrgent: true)
    var child: pid_t?
    while child == nil {
      child = (try? String(contentsOfFile: note, encoding: .utf8)).flatMap {
        pid_t($0.dropLast())
      }
      #expect(!room.isSilent)
    }
    room.end()
    while !room.isSilent { sched_yield() }
    #expect(kill(try #require(child), 0) == -1)
  }
}

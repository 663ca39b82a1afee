import FastCGI
import Foundation
import Playout
import TestSupport
import Testing

@testable import WebAPI

@Suite("A channel's screen")
struct ScreenChoiceTests {
  private func wish(_ screen: String) -> String {
    #"{"name":"Films","content":{"kind":"library"},"order":"shuffle","screen":\#(screen)}"#
  }

  @Test("is words and silence unless something else is chosen, and can be changed")
  func life() throws {
    let desk = try TestDesk()
    let folder = try ScratchFolder()
    let image = folder.file("card.png")
    try Data([1]).write(to: URL(filePath: image))
    let path = "/api/channels/\(try desk.channel("7").id.rawValue)"
    let plain = try desk.ask(.get, path).json(ChannelAnswer.self)
    #expect(plain.screen == ScreenChoice(.standard))
    let change =
      #"{"screen":{"picture":"image","sound":"beep","image":"\#(folder.path)/./x/../card.png"}}"#
    let changed = try desk.ask(.patch, path, json: change).json(ChannelAnswer.self)
    #expect(changed.screen == ScreenChoice(Screen(picture: .image, sound: .beep, image: image)))
    #expect(try desk.ask(.get, path).json(ChannelAnswer.self) == changed)
    // What is not used is not kept, and need not be there.
    let black = #"{"screen":{"picture":"black","sound":"silent","image":"/gone.png"}}"#
    let dark = try desk.ask(.patch, path, json: black).json(ChannelAnswer.self)
    #expect(dark.screen.image == nil)
    let renamed = try desk.ask(.patch, path, json: #"{"name":"Kino"}"#).json(ChannelAnswer.self)
    #expect(renamed.screen == dark.screen)
  }

  @Test("is made with the channel")
  func create() throws {
    let desk = try TestDesk()
    try desk.films(["Alien"])
    let made = desk.ask(
      .post, "/api/channels", json: wish(#"{"picture":"static","sound":"noise"}"#))
    #expect(made.status == 201)
    let answer = try made.json(ChannelAnswer.self)
    #expect(answer.screen == ScreenChoice(Screen(picture: .static, sound: .noise)))
  }

  @Test("refuses files that can't be shown, and says why")
  func refusals() throws {
    let desk = try TestDesk()
    try desk.films(["Alien"])
    let folder = try ScratchFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("folder.png"), withIntermediateDirectories: true)
    let ours = desk.folder.file("data")
    try FileManager.default.createDirectory(atPath: ours, withIntermediateDirectories: true)
    try Data([1]).write(to: URL(filePath: ours + "/secret.png"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link.png"), withDestinationPath: ours + "/secret.png")
    let paths: [(String?, String)] = [
      (nil, "full path"), ("card.png", "full path"), ("", "full path"), ("/a\\u0000.png", "full"),
      ("/etc/passwd", "must end in"), ("/no/such/card.png", "no file"),
      (folder.file("folder.png"), "not a file"), ("http://example.com/a.png", "full path"),
      (folder.file("link.png"), "EXStreamTV's own"),
    ]
    for (path, words) in paths {
      let image = path.map { #","image":"\#($0)""# } ?? ""
      let answer = desk.ask(
        .post, "/api/channels", json: wish(#"{"picture":"image","sound":"silent"\#(image)}"#))
      #expect(answer.problem?.status == 422, "\(path ?? "none")")
      #expect(answer.problem?.field == "screen.image")
      #expect(answer.problem?.detail.contains(words) == true, "\(answer.problem?.detail ?? "")")
    }
    let music = desk.ask(
      .post, "/api/channels", json: wish(#"{"picture":"text","sound":"music","music":"/a.exe"}"#))
    #expect(music.problem?.field == "screen.music")
    let odd = desk.ask(
      .post, "/api/channels", json: wish(#"{"picture":"hologram","sound":"silent"}"#))
    #expect((400..<500).contains(odd.problem?.status ?? 0))
  }
}

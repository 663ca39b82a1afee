import Foundation
import Store
import TestSupport
import Testing

@testable import Config
@testable import Station

@Suite("ChannelDesk")
struct ChannelDeskTests {
  private func wish(
    number: String? = nil, content: String = "library", order: String = "shuffle"
  ) -> ChannelDesk.Wish {
    ChannelDesk.Wish(
      number: number, name: "Films", group: nil, content: content, order: order, profile: nil)
  }

  @Test("A channel that was made is listed")
  func add() throws {
    let folder = try ScratchFolder()
    let desk = try ChannelDesk(settings: try ServedFolder.settings(data: folder.path))
    #expect(try desk.add(wish(number: "7.1")).contains("7.1"))
    #expect(try desk.list() == ["7.1\tFilms\tlibrary\tshuffle"])
  }

  @Test("A wish that can't be is refused with the part that is wrong")
  func refuse() throws {
    let folder = try ScratchFolder()
    let desk = try ChannelDesk(settings: try ServedFolder.settings(data: folder.path))
    for (wish, part) in [
      (wish(number: "x"), "--number"), (wish(content: "folder"), "--content"),
      (wish(content: "library:1"), "--content"), (wish(order: "odd"), "--order"),
    ] {
      let error = #expect(throws: StationError.self) { try desk.add(wish) }
      #expect(error?.description.contains(part) == true)
    }
    #expect(throws: StoreError.self) { try desk.add(wish(content: "folder:9")) }
    #expect(try desk.list().isEmpty)
  }

  @Test("A channel is exported, told of, and had again")
  func exchange() throws {
    let folder = try ScratchFolder()
    let desk = try ChannelDesk(settings: try ServedFolder.settings(data: folder.path))
    _ = try desk.add(wish(number: "7.1"))
    let text = try desk.export("7.1")
    #expect(
      try desk.read(text, into: nil, isDry: true).lines == [
        "Channel 7.1 'Films' is like that already."
      ])
    let other = text.replacingOccurrences(of: "7.1", with: "8")
      .replacingOccurrences(of: "order: shuffle", with: "order: episode")
    #expect(
      try desk.read(other, into: nil, isDry: true).lines == [
        "Channel 8 'Films' would be made."
      ])
    #expect(try desk.list().count == 1)
    #expect(try desk.read(other, into: nil, isDry: false).lines == ["Channel 8 'Films' was made."])
    #expect(try desk.list() == ["7.1\tFilms\tlibrary\tshuffle", "8\tFilms\tlibrary\tepisode"])
    #expect(
      try desk.read(other, into: "7.1", isDry: false).lines == [
        "Channel 7.1 'Films' was changed."
      ])
    #expect(try desk.list().first == "7.1\tFilms\tlibrary\tepisode")
    let broken = try desk.read(
      text.replacingOccurrences(of: "style: continuous", with: "style: odd"), into: nil,
      isDry: false)
    #expect(broken.lines.isEmpty && broken.faults.first?.hasPrefix("line ") == true)
    #expect(throws: StationError.self) { try desk.export("9") }
  }

  @Test("Without a data folder it says how to get one")
  func noData() throws {
    let settings = try ServedFolder.settings(data: "/nonexistent/data")
    let error = #expect(throws: StationError.self) { try ChannelDesk(settings: settings) }
    #expect(error?.description.contains("exstreamtv up") == true)
  }
}

import Control
import FastCGI
import Foundation
import Library
import Playout
import Testing

@testable import WebAPI

@Suite("Sessions")
struct SessionTests {
  private static let page = Viewer(
    session: "aaaaaaaaaaaaaaaa", mode: .hls, address: "10.0.0.1", client: "Mozilla/5.0 Chrome/126")
  private static let box = Viewer(
    session: "bbbbbbbbbbbbbbbb", mode: .ts, address: "10.0.0.2", client: "VLC/3.0.20")

  /// A desk whose transcoder has one channel with two viewers on air.
  private func desk() throws -> TestDesk {
    let id = try #require(ChannelID(rawValue: "abcdefgh"))
    let number = try #require(ChannelNumber("7"))
    let sessions = [
      OnAirStatus.Session(
        viewer: Self.box, since: today + .seconds(1), lastSeen: today, bytes: 5),
      OnAirStatus.Session(
        viewer: Self.page, since: today, lastSeen: today, bytes: 9, position: today,
        showsMessages: true),
    ]
    return try TestDesk { (request) throws(ControlFailure) in
      switch request {
      case .status:
        return .status([
          OnAirStatus(
            channel: id, number: number, name: "Seven", state: .onAir, since: today,
            title: "Alien", sessions: sessions)
        ])
      case .end("cccccccccccccccc"):
        throw ControlFailure(.unknownSession, "There is no session.")
      default: return .done
      }
    }
  }

  @Test("Everybody who watches is listed, oldest first")
  func list() throws {
    let list = try desk().ask(.get, "/api/sessions").json(SessionList.self).sessions
    #expect(list.map(\.client) == ["Chrome", "VLC"])
    #expect(list.map(\.address) == ["10.0.0.1", "10.0.0.2"])
    #expect(list.map(\.mode) == [.hls, .ts])
    #expect(list.map(\.title) == ["Alien", "Alien"])
    #expect(list.map(\.position) == [today, nil])
    #expect(list.map(\.bytes) == [9, 5])
  }

  @Test("A transcoder that is away is not the same as nobody watching")
  func away() throws {
    let desk = try TestDesk { (_) throws(ControlFailure) in
      throw ControlFailure(.unreachable, "The transcoder does not answer.")
    }
    #expect(desk.ask(.get, "/api/sessions").problem?.status == 503)
  }

  @Test("A session is ended by its identity")
  func end() throws {
    let desk = try desk()
    #expect(desk.ask(.post, "/api/sessions/\(Self.box.session)/end").status == 204)
    #expect(desk.asked == [.end(session: Self.box.session)])
    #expect(desk.ask(.post, "/api/sessions/cccccccccccccccc/end").problem?.status == 404)
    #expect(desk.ask(.post, "/api/sessions/x/end").problem?.status == 404)
  }

  @Test("A message is published for the one viewer, as text and nothing else")
  func message() throws {
    let desk = try desk()
    let path = "/api/sessions/\(Self.page.session)/message"
    #expect(desk.ask(.post, path, json: #"{"text":" <b>Dinner</b> \"now\" "}"#).status == 204)
    let told = try #require(desk.published.first)
    #expect(told.hasPrefix("sessions "))
    let news = try JSONDecoder().decode(
      SessionNews.self, from: Data(told.dropFirst("sessions ".count).utf8))
    #expect(news.changes.map(\.kind) == [.message])
    #expect(news.changes[0].session == Self.page.session)
    #expect(news.changes[0].text == "<b>Dinner</b> \"now\"")
  }

  @Test("A player that can't show messages is named, and what is too long refused")
  func refusedMessages() throws {
    let desk = try desk()
    let box = desk.ask(
      .post, "/api/sessions/\(Self.box.session)/message", json: #"{"text":"Hello"}"#)
    #expect(box.problem?.status == 409)
    #expect(box.problem?.detail.hasPrefix("VLC can't show messages") == true)
    let path = "/api/sessions/\(Self.page.session)/message"
    for text in ["", "   ", String(repeating: "x", count: 201), #"a\nb"#] {
      let answer = desk.ask(.post, path, json: #"{"text":"\#(text)"}"#)
      #expect(answer.problem?.status == 422)
      #expect(answer.problem?.field == "text")
    }
    let gone = desk.ask(
      .post, "/api/sessions/cccccccccccccccc/message", json: #"{"text":"Hello"}"#)
    #expect(gone.problem?.status == 404)
    #expect(desk.published.isEmpty)
  }
}

import Foundation
import Library
import Schedule
import TestSupport
import Testing

@Suite("A rule set")
struct RuleSetTests {
  private func fault(_ json: String) throws -> RuleFault? {
    let rules = try JSONDecoder().decode(RuleSet.self, from: Data(json.utf8))
    do throws(RuleFault) {
      _ = try rules.rundown(seed: 1)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "that can't be followed is refused with its field",
    arguments: [
      (#"{"version":2,"base":{"style":"slots","slots":[]}}"#, "version"),
      (#"{"version":1,"base":{"style":"slots","slots":[]}}"#, "base.slots"),
      (
        #"{"version":1,"base":{"style":"slots","slots":[{"content":{"kind":"library"}}]}}"#,
        "base.slots.0.start"
      ),
      (
        #"{"version":1,"base":{"style":"slots","slots":[{"content":{"kind":"library"},"start":"25:00"}]}}"#,
        "base.slots.0.start"
      ),
      (
        #"{"version":1,"base":{"style":"slots","slots":[{"content":{"kind":"show"},"start":"20:00"}]}}"#,
        "base.slots.0.content.id"
      ),
      (
        #"{"version":1,"base":{"style":"balance","slots":[{"content":{"kind":"library"},"start":"20:00"}]}}"#,
        "base.slots.0.start"
      ),
      (
        #"{"version":1,"base":{"style":"continuous","slots":[{"content":{"kind":"library"},"count":3}]}}"#,
        "base.slots.0.count"
      ),
      (
        #"{"version":1,"base":{"style":"sequence","slots":[{"action":"wait"}]}}"#,
        "base.slots.0.until"
      ),
      (
        #"{"version":1,"base":{"style":"continuous","slots":[{"content":{"kind":"library"}}]},"layers":[{"name":"x","days":{"dates":["2026-02-30"]},"programming":{"style":"continuous","slots":[{"content":{"kind":"library"}}]}}]}"#,
        "layers.0.days.dates"
      ),
      (
        #"{"version":1,"base":{"style":"continuous","slots":[{"content":{"kind":"library"}}]},"fillers":[{"place":"mid","content":{"kind":"library"}}]}"#,
        "fillers.0.breaks"
      ),
    ])
  func refuses(json: String, field: String) throws {
    let fault = try #require(try self.fault(json))
    #expect(fault.field == field)
    #expect(fault.detail.count > 10)
  }

  @Test("is the same when it is written and read again", arguments: 0..<100)
  func isCodable(seed: UInt64) throws {
    var random = RandomRules(seed: seed)
    let rules = random.rules()
    let data = try JSONEncoder().encode(rules)
    #expect(try JSONDecoder().decode(RuleSet.self, from: data) == rules)
  }
}

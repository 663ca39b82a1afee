import Foundation
import Testing

@Suite("What may stand in which source")
struct SourceRuleTests {
  private static let texts = Checkout.sources.map { ($0, SwiftText($0.text)) }

  @Test("each rule is kept by every source", arguments: SourceRule.all)
  func rules(_ rule: SourceRule) {
    for (file, text) in Self.texts where rule.applies(to: file) {
      let found = rule.offence(in: text)
      #expect(found == nil, "\(file.path)")
    }
  }

  @Test("each rule finds what breaks it, but not in a comment", arguments: SourceRule.all)
  func offences(_ rule: SourceRule) {
    let text = "import A\n\(rule.offence)\n"
    #expect(rule.offence(in: SwiftText(text)) != nil)
    #expect(rule.offence(in: SwiftText("// \(rule.offence)\n/* \(rule.offence) */")) == nil)
  }

  @Test("files that a rule leaves out are there", arguments: SourceRule.all)
  func exceptions(_ rule: SourceRule) {
    for path in rule.exceptFiles {
      #expect(Checkout.text(path) != nil, "\(path)")
    }
  }

  @Test("no source is longer than 500 lines")
  func lengths() {
    let files =
      Checkout.sources + Checkout.files(below: "Tests", ending: [".swift"])
      + Checkout.files(below: "www", ending: [".js", ".html"])
    #expect(files.count > 20)
    for file in files { #expect(file.lines <= 500, "\(file.path)") }
  }

  @Test("programs wire: none of their files is longer than 60 lines")
  func programs() {
    let files = Checkout.sources.filter { ModuleTable.programs.contains($0.module) }
    #expect(files.count >= ModuleTable.programs.count)
    for file in files { #expect(file.lines <= 60, "\(file.path)") }
  }

  @Test("the top of the project holds what belongs there")
  func top() throws {
    let allowed: Set<String> = [
      "Package.swift", "Sources", "Tests", "nginx", "www", "systemd", "README.md", "docs",
      "Makefile", "LICENSE",
    ]
    let ignored: Set<String> = ["Package.resolved", "data"]
    let names = try FileManager.default.contentsOfDirectory(atPath: Checkout.root.path)
    let strangers = Set(names.filter { !$0.hasPrefix(".") }).subtracting(allowed)
      .subtracting(ignored)
    #expect(strangers.isEmpty)
  }

  @Test(
    "code, strings and comments are told apart",
    arguments: [
      ("a // b", "a     "), ("a /* b /* c */ d */ e", "a                   e"),
      ("f(\"a // b\") g", "f(\"      \") g"), ("\"\\\"//\" x", "\"    \" x"),
      ("\"\\(y(\"z\"))\" x", "\" (y(\" \"))\" x"), ("#\"a\"b\"# x", "#\"   \"# x"),
      ("\"\"\"\n a \"b\" // c\n\"\"\" x", "\"\"\"\n           \n\"\"\" x"),
      ("#\"\\#(y)\\(z)\"# x", "#\"  (y)    \"# x"), ("a\n// b\nc", "a\n    \nc"),
    ])
  func reading(source: String, words: String) {
    #expect(SwiftText(source).words == words)
  }
}

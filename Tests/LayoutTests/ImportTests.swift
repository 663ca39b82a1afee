import Foundation
import Testing

@Suite("Modules and their imports")
struct ImportTests {
  @Test("every folder of Sources is a module of the table, and the other way round")
  func folders() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Checkout.root.appendingPathComponent("Sources").path)
    let known = Set(ModuleTable.imports.map(\.module))
      .union(ModuleTable.libraries).union(ModuleTable.programs)
    #expect(Set(folders.filter { !$0.hasPrefix(".") }) == known)
  }

  @Test("sources import what the table allows and nothing else", arguments: Checkout.sources)
  func imports(of file: Checkout.File) throws {
    let allowed = try #require(ModuleTable.mayImport(file.module), "an unknown module")
    for name in Self.imports(in: file) {
      #expect(isAllowed(name, in: file.module, besides: allowed), "imports \(name)")
    }
  }

  @Test("the table follows the flow: nothing imports what comes later")
  func order() {
    var earlier = ModuleTable.libraries
    for line in ModuleTable.imports {
      #expect(line.mayImport.isSubset(of: earlier), "\(line.module)")
      earlier.insert(line.module)
    }
  }

  @Test("each C library has exactly one module above it", arguments: ModuleTable.libraries)
  func libraries(_ library: String) {
    let users = Checkout.sources.filter { Self.imports(in: $0).contains(library) }
    #expect(Set(users.map(\.module)).count <= 1, "\(users)")
    let allowed = ModuleTable.imports.filter { $0.mayImport.contains(library) }
    #expect(allowed.count == 1)
  }

  @Test("Package.swift gives no module more than the table does")
  func manifest() throws {
    let manifest = SwiftText(try #require(Checkout.text("Package.swift"))).code
    let targets = manifest.matches(
      of: /(?:module|program)\(\s*"([\w-]+)"\s*(?:,\s*\[([^\]]*)\]\s*)?,?\s*\)/)
    #expect(targets.count >= ModuleTable.imports.count)
    for target in targets {
      let name = String(target.output.1)
      let allowed = try #require(ModuleTable.mayImport(name), "\(name) is not in the table")
      let named = target.output.2?.matches(of: /"(\w+)"/).map { String($0.output.1) } ?? []
      #expect(Set(named).isSubset(of: allowed), "\(name)")
    }
  }

  @Test("docs/architecture.md shows the same table")
  func documentation() throws {
    let page = try #require(Checkout.text("docs/architecture.md"))
    var shown: [String: Set<String>] = [:]
    for line in page.split(separator: "\n") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, cells[0].wholeMatch(of: /(`\w+`\s*)+/) != nil else { continue }
      let names = cells[2].split { !$0.isLetter && $0 != "_" }.map(String.init)
      let imports = Set(names.flatMap { $0 == "flow" ? Array(ModuleTable.flow) : [$0] })
      for module in cells[0].matches(of: /`(\w+)`/) { shown[String(module.output.1)] = imports }
    }
    for line in ModuleTable.imports {
      #expect(shown[line.module] == line.mayImport, "\(line.module)")
    }
    #expect(Set(shown.keys) == Set(ModuleTable.imports.map(\.module)).union(ModuleTable.libraries))
  }

  @Test("imports are found however they are written")
  func reading() {
    let file = Checkout.File(
      path: "Sources/X/Y.swift",
      text: """
        import A
        public import B
        @testable import C
        @preconcurrency public import struct D.Inner
          import E // import F
        /* import G */ let text = "import H"
        """)
    #expect(Self.imports(in: file) == ["A", "B", "C", "D", "E"])
  }

  private func isAllowed(_ name: String, in module: String, besides allowed: Set<String>) -> Bool {
    if allowed.contains(name) { return true }
    if ModuleTable.packages[name]?.contains(module) == true { return true }
    return (ModuleTable.pure.contains(module) ? ModuleTable.pureSystem : ModuleTable.system)
      .contains(name)
  }

  private static func imports(in file: Checkout.File) -> [String] {
    let line =
      /^\s*(?:(?:public|package|internal|fileprivate|private|@\w+)\s+)*import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
    return SwiftText(file.text).words.matches(of: line.anchorsMatchLineEndings())
      .map { String($0.output.1) }
  }
}

/// What each module may import: the table of docs/architecture.md, section 2.
enum ModuleTable {
  /// The modules of this project that each one may import, in the order of the flow.
  static let imports: [(module: String, mayImport: Set<String>)] = [
    ("FastCGI", ["CFastCGI"]),
    ("Fetch", ["CCurl"]),
    ("Gzip", ["CZlib"]),
    ("ChildProcess", []),
    ("Hashing", []),
    ("Library", []),
    ("Schedule", ["Library", "Hashing"]),
    ("Playout", ["Library"]),
    ("Guide", ["Playout", "Library"]),
    ("Pipeline", ["Playout", "Library", "Hashing"]),
    ("Packaging", ["Hashing"]),
    ("Config", ["Hashing"]),
    ("Control", ["Playout", "Library", "Fetch"]),
    ("Dossiers", ["Playout", "Library"]),
    ("Proofs", ["Pipeline", "Playout", "Library", "ChildProcess"]),
    ("Store", ["Library", "Schedule", "Playout"]),
    ("Sources", ["Library", "Pipeline", "Fetch", "ChildProcess"]),
    ("ScheduleText", ["Store", "Library", "Schedule", "Playout"]),
    (
      "Transcoder",
      [
        "Playout", "Library", "Pipeline", "Packaging", "ChildProcess", "Fetch", "Control",
        "Config", "Dossiers", "Proofs",
      ]
    ),
    (
      "WebAPI",
      flow.union([
        "Store", "ScheduleText", "FastCGI", "Control", "Dossiers", "Pipeline", "Packaging",
        "Hashing",
      ])
    ),
    (
      "Jobs",
      flow.union(["Store", "Sources", "Pipeline", "Proofs", "Gzip", "Control", "Config"])
    ),
    (
      "Station",
      flow.union([
        "Config", "Store", "ScheduleText", "Jobs", "Pipeline", "Proofs", "ChildProcess", "Control",
        "Fetch", "FastCGI",
      ])
    ),
  ]

  /// What "flow" means in the table.
  static let flow: Set<String> = ["Library", "Schedule", "Playout", "Guide"]

  /// The modules that do no I/O and read neither clock nor randomness.
  static let pure: Set<String> = flow.union(["Pipeline", "Packaging"])

  /// The module maps over C libraries; each has exactly one module above it.
  static let libraries: Set<String> = ["CFastCGI", "CCurl", "CZlib"]

  /// The programs, which only wire modules together.
  static let programs: Set<String> = ["exstreamtv"]

  /// What the programs may import: the edges, but no C library.
  static let programImports: Set<String> = Set(imports.map(\.module)).subtracting(["Gzip"])

  /// Packages of others, and who may use them.
  static let packages: [String: Set<String>] = [
    "ArgumentParser": programs,
    "GRDB": ["Store"],
    "Logging": programs.union(["Sources", "Transcoder", "WebAPI", "Jobs", "Station"]),
    "NIOCore": ["Transcoder"],
    "NIOPosix": ["Transcoder"],
    "Subprocess": ["ChildProcess"],
    "SystemPackage": ["ChildProcess"],
    "Yams": ["ScheduleText"],
  ]

  /// What comes with the system and with Swift.
  static let system: Set<String> = [
    "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "FoundationXML", "Glibc", "Musl",
    "Synchronization",
  ]

  /// What of the system a pure module may use: formats and numbers, no calls to the kernel.
  static let pureSystem: Set<String> = ["Foundation", "FoundationEssentials", "Synchronization"]

  /// What a module may import of this project; nil when the table does not know it.
  static func mayImport(_ module: String) -> Set<String>? {
    if programs.contains(module) { return programImports }
    return imports.first { $0.module == module }?.mayImport
  }
}

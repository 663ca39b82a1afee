// swift-tools-version: 6.2
import PackageDescription

// The targets are listed in the order in which data flows:
// library -> schedule -> playout -> transcoder -> segments -> viewer.
// Tests/LayoutTests holds the imports of each to the table in docs/architecture.md.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

func systemLibrary(_ name: String, apt package: String) -> Target {
  .systemLibrary(name: name, providers: [.apt([package])])
}

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name,
    dependencies: dependencies + [
      .product(name: "ArgumentParser", package: "swift-argument-parser")
    ],
    swiftSettings: settings
  )
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], fixtures: Bool = false
) -> Target {
  .testTarget(
    name: name,
    dependencies: dependencies + ["TestSupport"],
    resources: fixtures ? [.copy("Fixtures")] : [],
    swiftSettings: settings
  )
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")

let package = Package(
  name: "EXStreamTV",
  products: [
    // Preloaded by the soak and by tests of the clock.
    .library(name: "ShiftedClock", type: .dynamic, targets: ["ShiftedClock"])
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // C libraries, each behind exactly one Swift module.
    systemLibrary("CFastCGI", apt: "libfcgi-dev"),
    systemLibrary("CCurl", apt: "libcurl4-openssl-dev"),
    systemLibrary("CZlib", apt: "zlib1g-dev"),
    module("FastCGI", ["CFastCGI"]),
    module("Fetch", ["CCurl"]),
    module("Gzip", ["CZlib"]),
    module("ChildProcess", [subprocess, systemPackage]),

    // The flow: pure, no I/O, no clock.
    module("Hashing"),
    module("Library"),
    module("Schedule", ["Library", "Hashing"]),
    module("Playout", ["Library"]),
    module("Guide", ["Playout", "Library"]),
    module("Pipeline", ["Playout", "Library", "Hashing"]),
    module("Packaging", ["Hashing"]),

    // The edges.
    module("Config", ["Hashing"]),
    module("Control", ["Playout", "Library", "Fetch"]),
    module("Dossiers", ["Playout", "Library"]),
    module("Proofs", ["Pipeline", "Playout", "Library", "ChildProcess"]),
    module("Store", ["Library", "Schedule", "Playout", grdb]),
    module("ScheduleText", ["Store", "Library", "Schedule", "Playout", yams]),
    module("Sources", ["Library", "Pipeline", "Fetch", "ChildProcess", logging]),
    module(
      "Transcoder",
      [
        "Playout", "Library", "Pipeline", "Packaging", "ChildProcess", "Fetch", "Control", "Config",
        "Dossiers", "Proofs", logging, nio, nioPosix,
      ]),
    module(
      "WebAPI",
      [
        "Store", "Library", "Schedule", "ScheduleText", "Playout", "Guide", "Pipeline", "Packaging",
        "FastCGI", "Control", "Dossiers", "Hashing", logging,
      ]),
    module(
      "Jobs",
      [
        "Store", "Sources", "Library", "Schedule", "Playout", "Guide", "Pipeline", "Proofs", "Gzip",
        "Control", "Config", logging,
      ]),
    module(
      "Station",
      [
        "Config", "Store", "Library", "Playout", "Schedule", "ScheduleText", "Pipeline", "Proofs",
        "Jobs", "ChildProcess", "Control", "Fetch", "FastCGI", logging,
      ]),

    // The program: wiring only. Its roles are subcommands.
    program(
      "exstreamtv",
      [
        "Station", "Config", "Store", "Jobs", "WebAPI", "FastCGI", "Control", "Library",
        "Transcoder", "Proofs", "Sources", logging,
      ]),

    // Tests, mirroring the targets.
    .target(
      name: "TestSupport", dependencies: [], path: "Tests/Support", swiftSettings: settings),
    tests("FastCGITests", ["FastCGI"]),
    tests("FetchTests", ["Fetch", "Gzip"]),
    tests("ChildProcessTests", ["ChildProcess"]),
    tests("LibraryTests", ["Library"]),
    tests("ScheduleTests", ["Schedule", "Library"]),
    tests("PlayoutTests", ["Playout", "Library"]),
    tests("GuideTests", ["Guide", "Playout", "Library"]),
    tests("PipelineTests", ["Pipeline", "Playout", "Library"], fixtures: true),
    tests("ProofsTests", ["Proofs", "Pipeline", "Playout", "Library"]),
    tests("PackagingTests", ["Packaging"]),
    tests("ConfigTests", ["Config"]),
    tests("StoreTests", ["Store", "Library", "Schedule", "Playout", grdb]),
    tests("ScheduleTextTests", ["ScheduleText", "Store", "Schedule", "Playout", "Library"]),
    tests("SourcesTests", ["Sources", "Library"], fixtures: true),
    tests(
      "TranscoderTests",
      [
        "Transcoder", "Control", "Dossiers", "Pipeline", "Playout", "Library", "Packaging",
        "ChildProcess", "Harness", logging, nio, nioPosix,
      ]),
    tests("DossiersTests", ["Dossiers", "Playout", "Library"]),
    tests(
      "WebAPITests",
      [
        "WebAPI", "Store", "FastCGI", "Control", "Dossiers", "Library", "Schedule", "Playout",
        "Pipeline",
      ]),
    tests("JobsTests", ["Jobs", "Store", "Library", "Schedule", "Playout", "Config", "Gzip"]),
    tests(
      "StationTests",
      [
        "Station", "Config", "ChildProcess", "FastCGI", "Store", "Library", "Playout", "Schedule",
        logging,
      ]),
    tests("LayoutTests", []),
    .target(
      name: "Harness", dependencies: ["Fetch"], path: "Tests/Harness", swiftSettings: settings),
    tests("EndToEndTests", ["Harness", "Fetch"]),
    .target(name: "ShiftedClock", path: "Tests/ShiftedClock"),
    .executableTarget(
      name: "exstreamtv-soak", dependencies: ["Harness"], path: "Tests/Soak",
      swiftSettings: settings),
    .executableTarget(
      name: "exstreamtv-bench",
      dependencies: [
        "Harness", "Fetch", "Schedule", "Library", "Packaging", "Store", "Jobs", "Playout",
        "Pipeline", "Sources",
      ],
      path: "Tests/Bench",
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

import ArgumentParser
import Foundation
import Station

/// Says what is missing and what to do about it.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at everything that is needed and say what to do about what is wrong.")

  @Flag(help: "Print a JSON array instead of lines.")
  var json = false

  func run() throws {
    let findings = Doctor(settings: try loadedSettings()).examine()
    Console.output.put(json ? try Finding.json(findings) : Finding.lines(findings))
    guard findings.allSatisfy(\.isHarmless) else { throw ExitCode(1) }
  }
}

import ArgumentParser
import Station

extension ChannelCommand {
  /// Writes a channel as YAML.
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a channel with its rules as YAML.")

    @Argument(help: "The channel's number, such as 7 or 7.1.")
    var number: String
    @Argument(help: "The file; the standard output when left out.")
    var file: String?

    func run() throws {
      try reporting {
        let text = try ChannelDesk(settings: try loadedSettings()).export(number)
        guard let file else { return Console.output.put(text) }
        try TextFile.write(text, to: file)
        Console.output.line("Channel \(number) was written to \(file).")
      }
    }
  }

  /// Reads a channel from YAML.
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a channel with its rules from YAML, and make or change it.")

    @Argument(help: "The file; - for the standard input.")
    var file: String
    @Flag(name: .customLong("dry-run"), help: "Only tell what would happen.")
    var isDry = false
    @Option(name: .customLong("into"), help: "The number of a channel that gets the rules alone.")
    var into: String?

    func run() throws {
      try reporting {
        let desk = try ChannelDesk(settings: try loadedSettings())
        let found = try desk.read(try TextFile.read(file), into: into, isDry: isDry)
        for line in found.lines { Console.output.line(line) }
        for fault in found.faults { Console.problems.line("\(file): \(fault)") }
        if !found.faults.isEmpty { throw ExitCode(1) }
      }
    }
  }
}

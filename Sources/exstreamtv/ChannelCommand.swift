import ArgumentParser
import Station

/// Lists and makes channels.
struct ChannelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "channel", abstract: "List or make channels, export and import them.",
    subcommands: [List.self, Add.self, Export.self, Import.self], defaultSubcommand: List.self)

  /// Lists the channels.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the channels, a line each.")

    func run() throws {
      try reporting {
        for line in try ChannelDesk(settings: try loadedSettings()).list() {
          Console.output.line(line)
        }
      }
    }
  }

  /// Makes a channel.
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a channel.")

    @Option(help: "The number, such as 7 or 7.1; the lowest free one when left out.")
    var number: String?
    @Option(help: "The name that viewers read.")
    var name: String
    @Option(help: "The group that players sort it into.")
    var group: String?
    @Option(help: "What it plays: library, folder:1, show:1 or collection:1.")
    var content = "library"
    @Option(help: "The order: chronological, episode, alphabetical, shuffle or custom.")
    var order = "shuffle"
    @Option(help: "The transcode profile; the default one when left out.")
    var profile: String?

    func run() throws {
      try reporting {
        let wish = ChannelDesk.Wish(
          number: number, name: name, group: group, content: content, order: order,
          profile: profile)
        Console.output.line(try ChannelDesk(settings: try loadedSettings()).add(wish))
      }
    }
  }
}

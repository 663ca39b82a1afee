import ArgumentParser
import Station

/// Reads folders and shows the progress.
struct Scan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read a folder, or all folders of the library, and show the progress.")

  @Argument(help: "A folder; it joins the library when it is new.")
  var folder: String?

  func run() async throws {
    throw ExitCode(await FolderScan(settings: try loadedSettings()).run(folder: folder))
  }
}

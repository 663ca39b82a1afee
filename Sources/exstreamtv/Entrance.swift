import ArgumentParser
import Dispatch

/// Where the program begins, on its main thread.
///
/// Roles that wait for signals do so on the main thread, with all others made
/// after them; ArgumentParser's own entrance would put them on a task's thread.
@main
enum Entrance {
  static func main() {
    do {
      var command = try EXStreamTV.parseAsRoot()
      (command as? any Role)?.showName()
      guard command is any AsyncParsableCommand else { return try command.run() }
    } catch {
      EXStreamTV.exit(withError: error)
    }
    Task {
      await EXStreamTV.main()
      EXStreamTV.exit()
    }
    dispatchMain()
  }
}

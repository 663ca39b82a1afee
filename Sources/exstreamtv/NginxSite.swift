import ArgumentParser
import Station

/// Prints a site for the nginx of the system.
struct NginxSite: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nginx-site",
    abstract: "Print the site for the system's nginx, from the same templates that up uses.")

  @Option(help: "The folder for nginx's caches of our answers.")
  var cache = "/var/cache/nginx/exstreamtv"

  @Flag(inversion: .prefixedNo, help: "Whether that nginx has the nchan module.")
  var nchan = true

  func run() throws {
    try reporting {
      let settings = try loadedSettings()
      Console.output.put(
        try NginxConfiguration.site(settings: settings, cacheFolder: cache, hasNchan: nchan))
    }
  }
}

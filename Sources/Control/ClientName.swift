/// Short names of clients, read out of their User-Agent.
public enum ClientName {
  /// The longest name that is made of an unknown client's own words.
  private static let longest = 40

  /// Words that tell a client, the telling ones before those that many others say as well.
  ///
  /// Media servers and boxes come first: they fetch with ffmpeg or in the name of a browser.
  private static let known: [(word: String, name: String)] = [
    ("tivimate", "TiviMate"), ("hdhomerun", "HDHomeRun"), ("channels dvr", "Channels"),
    ("channelsdvr", "Channels"), ("plex", "Plex"), ("jellyfin", "Jellyfin"), ("emby", "Emby"),
    ("kodi", "Kodi"), ("xbmc", "Kodi"), ("iptvsmarters", "IPTV Smarters"),
    ("iptv smarters", "IPTV Smarters"), ("ott navigator", "OTT Navigator"),
    ("infuse", "Infuse"), ("tvheadend", "Tvheadend"), ("dispatcharr", "Dispatcharr"),
    ("threadfin", "Threadfin"), ("xteve", "xTeVe"), ("vlc", "VLC"), ("mpv", "mpv"),
    ("exoplayer", "ExoPlayer"), ("androidxmedia3", "ExoPlayer"), ("gstreamer", "GStreamer"),
    ("lavf", "ffmpeg"), ("ffmpeg", "ffmpeg"), ("applecoremedia", "Apple player"),
    ("roku", "Roku"), ("tizen", "Samsung TV"), ("web0s", "LG TV"), ("webos", "LG TV"),
    ("curl", "curl"), ("wget", "Wget"), ("python", "Python"), ("okhttp", "Android app"),
    ("edg/", "Edge"), ("opr/", "Opera"), ("firefox", "Firefox"),
    ("headlesschrome", "Chrome"), ("chromium", "Chromium"), ("crios", "Chrome"),
    ("chrome", "Chrome"), ("safari", "Safari"),
  ]

  /// The client's name in a word or two; the first word of an unknown one's own.
  public static func short(of userAgent: String) -> String {
    let lower = userAgent.lowercased()
    if let found = known.first(where: { lower.contains($0.word) }) { return found.name }
    let word = userAgent.prefix { $0 != "/" && $0 != " " && $0 != "(" && $0 != ";" }
    return word.isEmpty ? "Unknown" : String(word.prefix(longest))
  }
}

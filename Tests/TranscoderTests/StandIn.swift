import Foundation
import Glibc

/// A program that is ffmpeg, but for files whose names wish otherwise.
enum StandIn {
  /// Writes the program into a folder and returns its path.
  static func make(in folder: URL) throws -> String {
    let program = folder.appending(path: "stand-in").path
    try Data(script(notes: folder.path).utf8).write(to: URL(filePath: program))
    chmod(program, 0o755)
    return program
  }

  private static func script(notes: String) -> String {
    """
    #!/bin/bash
    case "$*" in
      *-endless.mp4*)
        exec ffmpeg -v error -f lavfi -i color=blue:s=320x180:r=30 -f lavfi \\
          -i anullsrc=r=48000:cl=stereo -c:v libx264 -preset ultrafast -g 30 -bf 2 -c:a aac \\
          -muxdelay 0 -muxpreload 0 -output_ts_offset 10 -pes_payload_size 0 -f mpegts pipe:1 ;;
      *-stays.mp4*)
        trap '' TERM
        ffmpeg "$@"
        exec 1>&-
        while true; do sleep 1; done ;;
      *-killed.mp4*)
        if [ ! -e "\(notes)/killed" ]; then
          touch "\(notes)/killed"
          kill -9 $$
        fi
        exec ffmpeg "$@" ;;
      *-floods.mp4*)
        head -c 30000000 /dev/zero | tr '\\0' 'x' | fold -w 900 >&2
        exec ffmpeg "$@" ;;
      *-early.mp4*) exit 0 ;;
      *-hangs.mp4*)
        trap '' TERM
        while true; do sleep 1; done ;;
      *) exec ffmpeg "$@" ;;
    esac
    """
  }
}

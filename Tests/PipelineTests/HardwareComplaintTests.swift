import Pipeline
import Testing

@Suite("What ffmpeg says of a card that fails")
struct HardwareComplaintTests {
  @Test(
    "is told from what it says of files",
    arguments: [
      "[AVHWDeviceContext @ 0x5] No VA display found for device /dev/dri/renderD128.",
      "Device creation failed: -22.",
      "[h264_nvenc @ 0x1] OpenEncodeSessionEx failed: out of memory (10): (no details)",
      "[h264_nvenc @ 0x1] Cannot load libcuda.so.1",
      "[h264_qsv @ 0x1] Error initializing an internal MFX session: unsupported (-3)",
      "[h264_v4l2m2m @ 0x1] Could not find a valid device",
      "[hevc @ 0x1] Failed setup for format vaapi: hwaccel initialisation returned error.",
    ])
  func hardware(line: String) {
    let tail = [line, "Error initializing output stream 0:0 --", "Conversion failed!"]
    let told = StderrClassification(stderrTail: tail)
    #expect(told.kind == .hardware)
    #expect(told.sentence == "The card did not do its part: \(line)")
    #expect(SourceComplaint(stderrTail: tail).kind == .hardware)
  }

  @Test("what ffmpeg says of files and disks stays what it was")
  func files() {
    #expect(StderrClassification(stderrTail: ["/a: No such device"]).kind == .sourceAway)
    #expect(StderrClassification(stderrTail: ["/a: Invalid data found"]).kind == .unknown)
    #expect(StderrClassification(stderrTail: ["moov atom not found"]).kind == .truncated)
  }
}

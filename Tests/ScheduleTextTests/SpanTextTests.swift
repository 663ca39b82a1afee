import Library
import Testing

@testable import ScheduleText

@Suite("Lengths of time as text")
struct SpanTextTests {
  @Test("are read as people write them")
  func reading() {
    let known: [(String, Int64)] = [
      ("45m", 2_700_000), ("1h30m", 5_400_000), ("1h 30 min", 5_400_000), ("90 seconds", 90_000),
      ("1:30:00", 5_400_000), ("2d", 172_800_000), ("250ms", 250), ("0s", 0), ("-5m", -300_000),
    ]
    for (text, length) in known {
      #expect(SpanText.read(text)?.milliseconds == length, "\(text)")
    }
    for text in ["", "30", "m", "1x", "1:30", "99999999999999999h", "1h-", ":::"] {
      #expect(SpanText.read(text) == nil, "\(text)")
    }
  }

  @Test("are read back as they were written")
  func roundTrip() {
    for length in [0, 1, 999, 1000, 61_001, 3_600_000, 5_400_000, 90_061_001, -60_000] as [Int64] {
      let span = Span(milliseconds: length)
      #expect(SpanText.read(SpanText.write(span)) == span)
    }
  }
}

/// How long a picture is shown: the median of the last steps between pictures.
struct FrameRate {
  private var steps: [Int64] = []
  private var oldest = 0
  private let fallback: Int64

  /// A rate that is `fallback` until the first step is known.
  init(fallback: Int64) {
    self.fallback = fallback
  }

  /// Notes the ticks between the decode times of two pictures.
  mutating func note(step: Int64) {
    if steps.count < 31 {
      steps.append(step)
    } else {
      steps[oldest] = step
      oldest = (oldest + 1) % steps.count
    }
  }

  /// The ticks that a picture is shown.
  var duration: Int64 {
    steps.isEmpty ? fallback : max(1, steps.sorted()[steps.count / 2])
  }
}

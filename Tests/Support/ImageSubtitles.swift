public import Foundation

/// Subtitles that are pictures, in the format of Blu-ray discs: one white box.
public struct ImageSubtitles {
  /// How wide the pictures are that they belong to.
  public var width: Int
  /// How high those are.
  public var height: Int

  /// Subtitles for pictures of a size.
  public init(width: Int, height: Int) { (self.width, self.height) = (width, height) }

  /// A file with a box that comes and goes.
  public func file(
    from start: Double, to end: Double, at place: (x: Int, y: Int), size: (width: Int, height: Int)
  ) -> Data {
    let window: [UInt8] = [1, 0] + words([place.x, place.y, size.width, size.height])
    let object: [UInt8] = [0, 0, 0, 0] + words([place.x, place.y])
    let line =
      [0, 0x80 | 0x40 | UInt8(size.width >> 8), UInt8(size.width & 255), 1, 0, 0] as [UInt8]
    let pixels = (0..<size.height).flatMap { _ in line }
    let length = pixels.count + 4
    let head: [UInt8] = [0, 0, 0, 0xC0, 0, UInt8(length >> 8), UInt8(length & 255)]
    var file = Data()
    file += segment(0x16, start, composition(1, state: 0x80) + [1] + object)
    file += segment(0x17, start, window)
    file += segment(0x14, start, [0, 0, 1, 235, 128, 128, 255])
    file += segment(0x15, start, head + words([size.width, size.height]) + pixels)
    file += segment(0x80, start, [])
    file += segment(0x16, end, composition(2, state: 0) + [0])
    file += segment(0x17, end, window)
    file += segment(0x80, end, [])
    return file
  }

  private func composition(_ number: Int, state: UInt8) -> [UInt8] {
    words([width, height]) + [0x10] + words([number]) + [state, 0, 0]
  }

  private func segment(_ kind: UInt8, _ time: Double, _ body: [UInt8]) -> Data {
    let ticks = UInt32((time * 90_000).rounded())
    let stamp = (0..<4).map { UInt8(truncatingIfNeeded: ticks >> (24 - 8 * $0)) }
    return Data([0x50, 0x47] + stamp + [0, 0, 0, 0, kind] + words([body.count]) + body)
  }

  private func words(_ numbers: [Int]) -> [UInt8] {
    numbers.flatMap { [UInt8($0 >> 8 & 255), UInt8($0 & 255)] }
  }
}

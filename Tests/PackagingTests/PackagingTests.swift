import Testing

@testable import Packaging

/// The suites of this module; their clips and their ffmpeg runs follow one another.
@Suite("Packaging", .serialized, .timeLimit(.minutes(3)))
enum PackagingTests {}

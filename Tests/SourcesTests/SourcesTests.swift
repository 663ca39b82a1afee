// SourcesTests

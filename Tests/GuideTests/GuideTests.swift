// GuideTests

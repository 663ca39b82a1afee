// TranscoderTests

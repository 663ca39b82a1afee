// Transcoder

/// ffmpeg's name of 4:2:0 with eight or ten bits a colour.
func plainPixels(isDeep: Bool) -> String { isDeep ? "yuv420p10le" : "yuv420p" }

/// The same with how much is seen of each pixel, as what is laid over pictures has it.
func layerPixels(isDeep: Bool) -> String { isDeep ? "yuva420p10le" : "yuva420p" }

/// The same as the filter that lays pictures over others calls what it makes.
func overlayFormat(isDeep: Bool) -> String { isDeep ? "yuv420p10" : "yuv420" }

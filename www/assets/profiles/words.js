// What the choices of a profile are called, and what they mean.

export const presets = ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"];

export const videoCodecs = [
  ["h264", "H.264", "What every player knows."],
  ["hevc", "HEVC", "Half the bits of H.264; players of the last ten years, browsers not always."],
  ["mpeg2", "MPEG-2", "For old set-top boxes; takes twice the bits of H.264."],
  ["av1", "AV1", "The fewest bits; new players only, and only in fragmented segments."],
];

export const bitDepths = [
  [8, "8 bits", "What every player of the codec knows."],
  [10, "10 bits", "Smoother skies; HEVC and AV1 only."],
];

export const audioCodecs = [
  ["aac", "AAC", "What every player knows."],
  ["ac3", "AC-3", "Dolby Digital, for receivers and set-top boxes."],
  ["eac3", "E-AC-3", "Dolby Digital Plus, for newer receivers."],
  ["mp3", "MP3", "For old radios; stereo only."],
  ["opus", "Opus", "The fewest bits; newer players only."],
  ["pcm", "PCM", "Uncompressed, for players built on ffmpeg; browsers show the picture in silence. Only in MPEG-TS segments."],
];

// The bit rates that a codec has, where it does not have all.
const mp3Bitrates = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
export const audioBitrates = { ac3: [...mp3Bitrates, 384, 448, 512, 576, 640], mp3: mp3Bitrates };

export const codings = [
  ["high", "High", "The best picture for the bits; nearly every player knows it."],
  ["main", "Main", "For players of fifteen years ago."],
  ["baseline", "Baseline", "For very old players; without B-frames."],
];

export const scalings = [
  ["pad", "Bars", "All of the picture, with black bars where its shape differs."],
  ["crop", "Fill", "No bars; what does not fit is cut off."],
  ["stretch", "Stretch", "All of the picture without bars, out of shape."],
];

export const deinterlacings = [
  ["automatic", "Where needed", "Where a file says that it is interlaced; each field becomes a picture where the frame rate allows."],
  ["always", "Always", "For files that do not say that they are interlaced."],
  ["off", "Never", "Interlaced pictures keep their comb lines."],
];

export const channelCounts = [
  [2, "Stereo", "Sound of more channels is mixed with the dialogue in front."],
  [6, "5.1", "Six channels for everything; files in stereo use the two in front."],
];

export const hardwares = [
  ["software", "Processor", "Works everywhere."],
  ["automatic", "Automatic", "The first card that passed its test on this machine, else the processor."],
  ["nvenc", "NVIDIA NVENC", "NVIDIA cards."],
  ["qsv", "Intel Quick Sync", "Intel processors with graphics."],
  ["vaapi", "VAAPI", "Intel and AMD on Linux."],
  ["videotoolbox", "Apple VideoToolbox", "Apple computers."],
  ["amf", "AMD AMF", "AMD cards by AMD’s own interface."],
  ["v4l2m2m", "V4L2 M2M", "Single-board computers."],
  ["rkmpp", "Rockchip MPP", "Rockchip boards."],
];

export const segmentFormats = [
  ["transportStream", "MPEG-TS", "What every player of playlists knows."],
  ["fragmented", "Fragmented MP4", "What HEVC and AV1 need in most players; the endless stream stays MPEG-TS."],
];

// Sizes that players switch between, by their height, with bits a second in H.264 at 30 pictures.
const usualRungs = [[720, 3_000_000], [480, 1_400_000], [360, 800_000], [240, 400_000], [144, 200_000]];

/** The next smaller picture that suits a profile: `[width, height, bits]`, or nothing. */
export function nextRung(width, height, bits) {
  for (const [rows, usual] of usualRungs) {
    if (rows > height * 0.8) continue;
    const columns = 2 * Math.round((rows * width) / height / 2);
    if (columns < 128) return undefined;
    return [columns, rows, Math.max(100_000, Math.min(usual, Math.round(bits / 2 / 50_000) * 50_000))];
  }
  return undefined;
}

const named = (list, value) => list.find(([name]) => name === value)?.[1] ?? value;

export const videoCodecName = (value) => named(videoCodecs, value);
export const hardwareName = (value) => named(hardwares, value);

const megabits = (bits) => `${(bits / 1_000_000).toFixed(1).replace(/\.0$/, "")} Mbit/s`;

/** A profile in one line. */
export function profileLine(profile) {
  const sound = profile.audioCodec === "pcm" ? "PCM" : `${named(audioCodecs, profile.audioCodec)} ${profile.audioBitrate / 1000} kbit/s`;
  if (!profile.hasPicture) return ["sound only", sound].concat(profile.loudness ? `${profile.loudness} LUFS` : []).join(" · ");
  const parts = [
    `${profile.width} × ${profile.height}`, `${profile.frameRate} a second`, megabits(profile.videoBitrate),
    profile.allowsCopy && !profile.ladder.length ? "fitting files are passed on as they are" : "everything is encoded",
  ];
  if (profile.videoCodec !== "h264") parts.splice(2, 0, `${videoCodecName(profile.videoCodec)}${profile.bitDepth === 10 ? ", 10 bits" : ""}`);
  if (profile.audioCodec !== "aac") parts.push(sound);
  if (profile.ladder.length) parts.push(`also ${profile.ladder.map((rung) => `${rung.height}p`).join(", ")}`);
  if (profile.segments === "fragmented") parts.push("fragmented MP4");
  if (profile.hardware !== "software") parts.push(hardwareName(profile.hardware));
  if (profile.loudness) parts.push(`${profile.loudness} LUFS`);
  return parts.join(" · ");
}

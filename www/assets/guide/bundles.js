// Programmes that are too short to be drawn are shown together.

/**
 * What is drawn between two moments: `{start, end, programmes}`, with several
 * programmes where each is shorter than `smallest`. The bundles hang on a fixed
 * raster of `raster` milliseconds, so that scrolling does not shuffle them.
 */
export function bundles(programmes, first, until, smallest, raster) {
  const drawn = [];
  let open;
  for (let place = first; place < programmes.length; place += 1) {
    const programme = programmes[place];
    if (programme.start >= until) break;
    const cell = Math.floor(programme.start / raster);
    if (programme.end - programme.start >= smallest) {
      open = undefined;
      drawn.push({ start: programme.start, end: programme.end, programmes: [programme] });
    } else if (open?.cell === cell) {
      open.end = programme.end;
      open.programmes.push(programme);
    } else {
      open = { cell, start: programme.start, end: programme.end, programmes: [programme] };
      drawn.push(open);
    }
  }
  return drawn;
}

/** The place to begin at, so that a bundle is whole although its first part is out of view. */
export function bundleStart(programmes, place, raster) {
  if (place >= programmes.length) return place;
  const cell = Math.floor(programmes[place].start / raster);
  let first = place;
  while (first > 0 && Math.floor(programmes[first - 1].start / raster) === cell) first -= 1;
  return first;
}

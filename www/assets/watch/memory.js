// What the player remembers on this device.

const key = "exstreamtv.watch";

/** Volume, sound and the last channel; empty where storage is refused. */
export function recall() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

export function remember(change) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...recall(), ...change }));
  } catch {
    // a private window: the next visit starts afresh
  }
}

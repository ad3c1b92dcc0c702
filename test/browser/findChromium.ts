import { existsSync } from 'node:fs';

/** Where a Chromium is looked for, unless `CHROMIUM_PATH` names one. */
export const chromiumPlaces = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];

/** The path of a Chromium; `null` if there is none. */
export const findChromium = (): string | null =>
  process.env.CHROMIUM_PATH ?? chromiumPlaces.find((place) => existsSync(place)) ?? null;

/** The path of a Chromium for checks that are skipped without one; in CI, they must not be. */
export function chromiumForChecks(): string | null {
  const path = findChromium();
  if (process.env.CI && path === null)
    throw new Error(`CI needs a Chromium: install it at ${chromiumPlaces[0]}, or set CHROMIUM_PATH`);
  return path;
}

import { contactSheet, drawOverlay, type Picture, windowHu } from 'msa-unet';

import type { ScanFacts } from './measureScan';

const rows = 'Each row is one scan, from the feet to the head; PNG slices are sorted by name.';

/** How to read the sheet. */
export const sheetText = `the contours must lie on the livers, on the left of the pictures, with the spine at the bottom.
${rows}
Holes in a contour are vessels left out of the mask.`;

/** How to read the sheet of several labels. */
export const labelSheetText = `the contours must lie on their organs, with the liver on the left of the pictures and the spine at the bottom.
${rows}
The table lists the colours.`;

/** How to read the sheet of a scan without a mask. */
export const scanSheetText = `the livers must be on the left of the pictures, with the spine at the bottom.
${rows}`;

/** Pictures of some scans with their captions. */
export interface Tiles {
  readonly pictures: Picture[];
  readonly captions: string[];
}

/** Draws slices of a scan with the contours of their masks. */
export async function drawScan({ scan, areas }: ScanFacts, count: number): Promise<Tiles> {
  const tiles: Tiles = { pictures: [], captions: [] };
  for (const index of chooseSlices(areas, count)) {
    const { name, height, width, values, unit, mask } = await scan.readSlice(index);
    const image = unit === 'hu' ? windowHu(values) : Float32Array.from(values, (grey) => grey / 255);
    tiles.pictures.push(drawOverlay({ height, width, image, truth: mask, labels: scan.labels ?? null, side: 256 }));
    tiles.captions.push(`${name.replaceAll('/', ' ')} ${index + 1}/${areas.length}`);
  }
  return tiles;
}

/**
 * Indices of slices to look at: the one with the most of liver or labels, and others spread over the slices with them.
 *
 * @returns at most `count`, in order
 */
export function chooseSlices(areas: readonly number[], count: number): number[] {
  const withLiver = areas.flatMap((area, index) => (area > 0 ? [index] : []));
  const choice = withLiver.length > 0 ? withLiver : areas.map((_, index) => index);
  const largest = areas.indexOf(areas.reduce((most, area) => Math.max(most, area), 0));
  const spread = Array.from({ length: count }, (_, i) => choice[Math.floor(((i + 0.5) * choice.length) / count)]!);
  const nearest = spread.reduce((best, index) => (Math.abs(index - largest) < Math.abs(best - largest) ? index : best));
  const chosen = new Set(spread.map((index) => (index === nearest ? largest : index)));
  return [...chosen].sort((a, b) => a - b);
}

/** All tiles as one PNG file, one scan per row; the row of a scan with fewer slices is shorter. */
export function sheetPng(tiles: readonly Tiles[], columns: number): Uint8Array {
  const row = <T>(items: readonly T[], filling: T) => Array.from({ length: columns }, (_, i) => items[i] ?? filling);
  return contactSheet(
    tiles.flatMap(({ pictures }) => row(pictures, nothing)),
    { captions: tiles.flatMap(({ captions }) => row(captions, '')), columns },
  );
}

/** An empty picture. */
const nothing: Picture = { height: 0, width: 0, data: new Uint8Array() };

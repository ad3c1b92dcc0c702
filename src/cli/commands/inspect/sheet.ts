import { contactSheet, drawOverlay, type Picture, windowHu } from 'msa-unet';

import type { ScanFacts } from './measureScan';

/** What a reader of the sheet must know. */
export const sheetText = `the contours must lie on the livers, at the left of the pictures, with the spine below.
A row for every scan: its first picture is nearest the feet, its last nearest the head (of PNG slices the first by name).
Holes in the contour are vessels left out of the mask.`;

/** Pictures of some scans with what is written below them. */
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
    tiles.pictures.push(drawOverlay({ height, width, image, truth: mask, side: 256 }));
    tiles.captions.push(`${name.replaceAll('/', ' ')} ${index + 1}/${areas.length}`);
  }
  return tiles;
}

/**
 * Indices of slices to look at: the one with the most liver, and others spread over the slices with liver.
 *
 * @returns at most `count`, in order
 */
export function chooseSlices(areas: readonly number[], count: number): number[] {
  const withLiver = areas.flatMap((area, index) => (area > 0 ? [index] : []));
  const choice = withLiver.length > 0 ? withLiver : areas.map((_, index) => index);
  const largest = areas.indexOf(Math.max(...areas));
  const spread = Array.from({ length: count }, (_, i) => choice[Math.floor(((i + 0.5) * choice.length) / count)]!);
  const nearest = spread.reduce((best, index) => (Math.abs(index - largest) < Math.abs(best - largest) ? index : best));
  const chosen = new Set(spread.map((index) => (index === nearest ? largest : index)));
  return [...chosen].sort((a, b) => a - b);
}

/** All tiles as one PNG file, a scan in every row; where it has fewer slices, the row ends before. */
export function sheetPng(tiles: readonly Tiles[], columns: number): Uint8Array {
  const row = <T>(items: readonly T[], filling: T) => Array.from({ length: columns }, (_, i) => items[i] ?? filling);
  return contactSheet(
    tiles.flatMap(({ pictures }) => row(pictures, nothing)),
    { captions: tiles.flatMap(({ captions }) => row(captions, '')), columns },
  );
}

/** A picture that cannot be seen. */
const nothing: Picture = { height: 0, width: 0, data: new Uint8Array() };

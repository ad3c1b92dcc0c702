import { requireInteger, requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';

/** How contrast-limited adaptive histogram equalisation works; the defaults are the paper's. */
export interface ClaheOptions {
  /** How high a bin of a tile's histogram may be, in multiples of the mean bin; 0 or less: no limit. @defaultValue `2` */
  clipLimit?: number;
  /** Tiles across. @defaultValue `8` */
  tileColumns?: number;
  /** Tiles down. @defaultValue `8` */
  tileRows?: number;
}

/** Fills in the defaults and throws on values out of range. */
export function resolveClahe(
  owner: string,
  { clipLimit = 2, tileColumns = 8, tileRows = 8, ...others }: ClaheOptions,
): Required<ClaheOptions> {
  requireKnown<ClaheOptions>(owner, others, { clipLimit, tileColumns, tileRows });
  if (!Number.isFinite(clipLimit)) throw invalidOption(owner, 'clipLimit', 'a finite number', clipLimit);
  requireInteger(owner, 'tileColumns', tileColumns);
  requireInteger(owner, 'tileRows', tileRows);
  return { clipLimit, tileColumns, tileRows };
}

/** The tiles of an image of one size. Lengths are pixels. */
export interface ClaheGrid {
  rows: ClaheAxis;
  columns: ClaheAxis;
  /** Most pixels of a bin; `Infinity` for no limit. */
  limit: number;
  /** Grey levels per pixel of a tile, in float32. */
  scale: number;
}

/** One direction of a {@link ClaheGrid}. */
export interface ClaheAxis {
  tiles: number;
  tileLength: number;
  /** For every place of the padded side, the pixel of the image that stands there. */
  source: Int32Array;
  /** For every pixel, the tile before it and the tile behind it. */
  before: Int32Array;
  behind: Int32Array;
  /** For every pixel, how much `behind` counts, 0 to 1. */
  weight: Float32Array;
}

/** Lays the tiles as OpenCV does: both sides are padded unless both can be divided. */
export function claheGrid(height: number, width: number, options: Required<ClaheOptions>): ClaheGrid {
  const { clipLimit, tileColumns, tileRows } = options;
  const padded = width % tileColumns !== 0 || height % tileRows !== 0;
  const rows = axisOf(height, tileRows, padded);
  const columns = axisOf(width, tileColumns, padded);
  const area = rows.tileLength * columns.tileLength;
  const limit = clipLimit > 0 ? Math.max(Math.floor((clipLimit * area) / 256), 1) : Number.POSITIVE_INFINITY;
  return { rows, columns, limit, scale: Math.fround(255 / area) };
}

function axisOf(length: number, tiles: number, padded: boolean): ClaheAxis {
  // A side that can be divided still gets a full `tiles` if the other cannot.
  const paddedLength = padded ? length + tiles - (length % tiles) : length;
  const tileLength = paddedLength / tiles;
  const source = Int32Array.from({ length: paddedLength }, (_, i) => mirrored(i, length));
  const before = new Int32Array(length);
  const behind = new Int32Array(length);
  const weight = new Float32Array(length);
  const perPixel = Math.fround(1 / tileLength);
  for (let i = 0; i < length; i++) {
    const place = Math.fround(Math.fround(i * perPixel) - 0.5);
    const tile = Math.floor(place);
    before[i] = Math.max(tile, 0);
    behind[i] = Math.min(tile + 1, tiles - 1);
    weight[i] = place - tile; // not changed where the tile is
  }
  return { tiles, tileLength, source, before, behind, weight };
}

/** Mirrors at the edge pixel, which is not repeated; as often as needed. */
function mirrored(i: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const place = i % period;
  return place < length ? place : period - place;
}

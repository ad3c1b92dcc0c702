/** Settings of contrast-limited adaptive histogram equalisation (CLAHE). */
export type ClaheTiles = {
  /** Highest bin of a tile's histogram, in multiples of the mean bin; 0 or less for no limit. */
  clipLimit: number;
  tileColumns: number;
  tileRows: number;
};

/** Layout of the tiles for images of one size. Lengths are in pixels. */
export interface ClaheGrid {
  rows: ClaheAxis;
  columns: ClaheAxis;
  /** Most pixels per bin; `Infinity` for no limit. */
  limit: number;
  /** Grey levels per pixel of a tile, in float32. */
  scale: number;
}

/** One direction of a {@link ClaheGrid}. */
export interface ClaheAxis {
  tiles: number;
  tileLength: number;
  /** For every position along the padded side, the image pixel at that position. */
  source: Int32Array;
  /** For every pixel, the tile whose centre lies before it, and the next tile. */
  before: Int32Array;
  behind: Int32Array;
  /** For every pixel, the weight of `behind`, 0 to 1. */
  weight: Float32Array;
}

/** Lays out the tiles as OpenCV does: pads both sides unless the tiles divide both evenly. */
export function claheGrid(height: number, width: number, options: ClaheTiles): ClaheGrid {
  const { clipLimit, tileColumns, tileRows } = options;
  const padded = width % tileColumns !== 0 || height % tileRows !== 0;
  const rows = axisOf(height, tileRows, padded);
  const columns = axisOf(width, tileColumns, padded);
  const area = rows.tileLength * columns.tileLength;
  const limit = clipLimit > 0 ? Math.max(Math.floor((clipLimit * area) / 256), 1) : Number.POSITIVE_INFINITY;
  return { rows, columns, limit, scale: Math.fround(255 / area) };
}

function axisOf(length: number, tiles: number, padded: boolean): ClaheAxis {
  // A side that divides evenly still grows by `tiles` pixels if the other does not.
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
    weight[i] = place - tile; // from the tile before it is clamped
  }
  return { tiles, tileLength, source, before, behind, weight };
}

/** Reflects an index at the edges as often as needed, without repeating the edge pixel. */
function mirrored(i: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const place = i % period;
  return place < length ? place : period - place;
}

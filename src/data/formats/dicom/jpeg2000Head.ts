/** Markers of a codestream (ISO 15444-1, A.2). */
const [codingDefault, codingComponent, tilePart, dataStart] = [0xff52, 0xff53, 0xff90, 0xff93];

/** Most tiles, code blocks, or precincts of one resolution: encoders of CT make one tile and blocks of 64×64. */
const mostParts = 2 ** 18;

/**
 * Reads the heads of a JPEG 2000 codestream, so that the decoder neither allocates by them what the file's header does not
 * say, nor gives zeros for tiles that are missing.
 *
 * @throws Error if it is no codestream of one channel and of this size, lacks tiles, or is cut into absurdly many parts
 */
export function requireJpeg2000Head(bytes: Uint8Array, rows: number, columns: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 45) throw new Error('it is cut off');
  if (view.getUint32(0) !== 0xff4fff51) throw new Error('it does not begin like a JPEG 2000 codestream');
  const [width, height] = [view.getUint32(8) - view.getUint32(16), view.getUint32(12) - view.getUint32(20)];
  const channels = view.getUint16(40);
  if (width !== columns || height !== rows || channels !== 1)
    throw new Error(`${rows}×${columns} in 1 channel is needed; received ${height}×${width} in ${channels}`);
  const tiles = Math.ceil(width / view.getUint32(24)) * Math.ceil(height / view.getUint32(28));
  requireFew('tiles', tiles);
  const end = eachSegment(view, 2, tilePart, (marker, at) => {
    if (marker === codingDefault) requireCoarse(view, at, rows * columns);
    if (marker === codingComponent) throw new Error('channels of their own coding are not read');
  });
  const found = findTiles(view, end);
  if (found !== tiles) throw new Error(`${tiles} tiles are needed; received ${found}`);
}

/** Calls back for every segment from `at` on up to a marker, whose place it returns. */
function eachSegment(view: DataView, at: number, last: number, visit: (marker: number, at: number) => void): number {
  for (; at + 4 <= view.byteLength; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker === last) return at;
    visit(marker, at);
  }
  if (at + 2 <= view.byteLength && view.getUint16(at) === last) return at;
  throw new Error('it is cut off');
}

/** Bounds the numbers of code blocks and precincts (A.6.1), which the decoder allocates. */
function requireCoarse(view: DataView, at: number, pixels: number): void {
  if (at + 14 > view.byteLength) throw new Error('it is cut off');
  const levels = view.getUint8(at + 9);
  requireFew('code blocks', pixels / 2 ** (view.getUint8(at + 10) + view.getUint8(at + 11) + 4));
  const hasPrecincts = (view.getUint8(at + 4) & 1) === 1;
  if (!hasPrecincts) return;
  if (at + 15 + levels > view.byteLength) throw new Error('it is cut off');
  for (let level = 0; level <= levels; level++) {
    const sides = view.getUint8(at + 14 + level);
    requireFew('precincts', pixels / 4 ** (levels - level) / 2 ** ((sides & 15) + (sides >> 4)));
  }
}

function requireFew(what: string, count: number): void {
  if (!(count <= mostParts)) throw new Error(`at most ${mostParts} ${what} are read; received ${count}`);
}

/** Number of different tiles from the first tile part on (A.4.2). */
function findTiles(view: DataView, start: number): number {
  const tiles = new Set<number>();
  let at = start;
  while (at + 12 <= view.byteLength && view.getUint16(at) === tilePart) {
    tiles.add(view.getUint16(at + 4));
    eachSegment(view, at + 12, dataStart, (marker) => {
      if (marker === codingDefault || marker === codingComponent)
        throw new Error('tiles of their own coding are not read');
    });
    const length = view.getUint32(at + 6) || view.byteLength - at; // 0: up to the end
    if (at + length > view.byteLength) throw new Error('it is cut off');
    at += Math.max(length, 12);
  }
  return tiles.size;
}

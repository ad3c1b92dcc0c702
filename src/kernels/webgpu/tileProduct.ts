import type * as tf from '@tensorflow/tfjs';

import type { WebgpuBackend } from './backend';
import { runProgram } from './program';

/** A matrix product [rows, depth] × [depth, columns], whose depth may be split into parts. */
export interface TileProduct {
  /** Programs with the same name may differ only in tensors, numbers and sizes. */
  name: string;
  rows: number;
  columns: number;
  depth: number;
  /** Number of parts; each gives a product of its own. @defaultValue 1 */
  parts?: number;
  inputs: Record<string, tf.TensorInfo>;
  result: tf.TensorInfo;
  /** Those of the inputs and `result` whose elements are `vec4f` in the code. */
  wide: string[];
  integers: Record<string, number>;
  floats?: Record<string, number>;
  /** WGSL functions. */
  functions: string;
  /** WGSL that runs once, for values that depend on a thread's place in a tile and are the same for all tiles. */
  prepare: (tile: TileShape) => string;
  /**
   * Axis along which the factors are read in quads. `own`: A along its rows into `tileA[depth][row quad]`, B along its
   * columns into `tileB[depth][column quad]`. `depth`: into `tileA[slot of row][depth quad]`, `tileB[slot of
   * column][depth quad]`. Tiles are never filled component by component: in WGSL, a thread that writes one component
   * may touch the whole vector.
   */
  quads: 'own' | 'depth';
  /** WGSL that fills both tiles from depth `start` on. */
  load: (tile: TileShape) => string;
  /** WGSL that stores `quad`: four columns, from `column` on, of row `row` of the product of `part`. */
  store: string;
}

/** Size of a tile of a product in quads of values; its depth is 16. */
export interface TileShape {
  /** Quads of rows. */
  down: number;
  /** Quads of columns. */
  across: number;
}

export const tileDepth = 16;

/**
 * Returns the tile for a product with this many columns: 64 threads compute 4 × 4 values each. Tiles are narrow for
 * narrow matrices, since the largest maps have only 16 channels.
 */
function tileShape(columns: number): TileShape {
  const across = columns <= 16 ? 4 : 8;
  return { down: 64 / across, across };
}

/** Returns the number of tiles of a product. */
export function countTiles(rows: number, columns: number): number {
  const { down, across } = tileShape(columns);
  return Math.ceil(rows / (4 * down)) * Math.ceil(columns / (4 * across));
}

/** Queues the product on the device: every workgroup computes a tile of it for one part of the depth. */
export function tileProduct(backend: WebgpuBackend, product: TileProduct): void {
  const { name, rows, columns, depth, parts = 1, inputs, result, wide, integers, floats } = product;
  const { down, across } = tileShape(columns);
  const tiles = countTiles(rows, columns);
  const sizes = { rows, columns, depth, depthPerPart: Math.ceil(depth / parts / tileDepth) * tileDepth };
  runProgram(backend, {
    name: `${name}${4 * down}x${4 * across} ${wide.join()}`,
    inputs,
    outputs: { result },
    wide,
    groups: tiles * parts,
    integers: { ...sizes, tiles, tilesAcross: Math.ceil(columns / (4 * across)), ...integers },
    floats,
    code: () => code(product, { down, across }),
  });
}

/** WGSL for each of the loads by which the 64 threads fill a tile, `quads` quads wide. */
export const eachLoad = (quads: number, write: (n: number) => string): string =>
  Array.from({ length: (quads * tileDepth) / 64 }, (_, n) => write(n)).join('\n    ');

/**
 * WGSL for the slot of a row or column whose {@link TileProduct.quads} lie along the depth; neighbouring threads then
 * read without bank conflicts.
 */
export const slotOf = (place: string, quads: number): string => `(${place}) % 4 * ${quads} + (${place}) / 4`;

const code = ({ functions, prepare, load, store, quads }: TileProduct, tile: TileShape) => `
${memoryOf('tileA', tile.down, quads === 'own')}
${memoryOf('tileB', tile.across, quads === 'own')}
${functions}
fn store(row : i32, column : i32, part : i32, quad : vec4f) {
  if (row < uniforms.rows && column < uniforms.columns) { ${store} }
}
fn main(group : i32, thread : i32) {
  let tile = group % uniforms.tiles;
  let part = group / uniforms.tiles;
  let firstRow = tile / uniforms.tilesAcross * ${4 * tile.down};
  let firstColumn = tile % uniforms.tilesAcross * ${4 * tile.across};
  let begin = part * uniforms.depthPerPart;
  let end = min(begin + uniforms.depthPerPart, uniforms.depth);
  let down = thread / ${tile.across};
  let across = thread % ${tile.across};
  ${each('var sum# = vec4f();')}
  ${prepare(tile)}
  for (var start = begin; start < end; start += ${tileDepth}) {
    ${load(tile)}
    workgroupBarrier();
    ${multiply[quads](tile)}
    workgroupBarrier();
  }
  let row = firstRow + 4 * down;
  let column = firstColumn + 4 * across;
  ${each('store(row + #, column, part, sum#);')}
}`;

const memoryOf = (tile: string, quads: number, own: boolean) =>
  `var<workgroup> ${tile} : array<array<vec4f, ${own ? quads : tileDepth / 4 + 1}>, ${own ? tileDepth : 4 * quads}>;`;

/** Repeats WGSL for each of a thread's four rows or columns, whose number replaces `#`. */
const each = (line: string) => [0, 1, 2, 3].map((i) => line.replaceAll('#', String(i))).join(' ');

const multiply = {
  own: () => `for (var k = 0; k < ${tileDepth}; k++) {
      let a = tileA[k][down];
      let b = tileB[k][across];
      sum0 += a.x * b;
      sum1 += a.y * b;
      sum2 += a.z * b;
      sum3 += a.w * b;
    }`,
  depth: ({ down, across }: TileShape) => `for (var q = 0; q < ${tileDepth / 4}; q++) {
      ${each(`let b# = tileB[# * ${across} + across][q];`)}
      ${each(`let a# = tileA[# * ${down} + down][q];`)}
      ${each('sum# += vec4(dot(a#, b0), dot(a#, b1), dot(a#, b2), dot(a#, b3));')}
    }`,
};

/**
 * WGSL that stores a quad of a product [parts, rows, columns]: at once if `result` is wide, otherwise value by value.
 */
export const storeQuad = (isWide: boolean, value = 'quad'): string =>
  isWide
    ? `result[((part * uniforms.rows + row) * uniforms.columns + column) / 4] = ${value};`
    : `let values = ${value};
      let at = (part * uniforms.rows + row) * uniforms.columns + column;
      for (var e = 0; e < min(4, uniforms.columns - column); e++) { result[at + e] = values[e]; }`;

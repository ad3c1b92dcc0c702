import type * as tf from '@tensorflow/tfjs';

import type { WebgpuBackend } from './backend';
import { type Components, componentsOf, elementType } from './components';
import { runProgram } from './program';

type Tensors = Record<string, tf.TensorInfo>;

/**
 * Two sums per column over the rows of matrices [rows, columns], and the outputs computed from them.
 *
 * Array elements have the type `T` in the code: one column or, where four divides the columns, four neighbouring ones.
 */
export interface RowSums {
  /** Programs with the same name may differ only in tensors and numbers. */
  name: string;
  rows: number;
  columns: number;
  /** Arrays that only `term` reads. */
  inputs: Tensors;
  /** Arrays that `prepare` reads; `term` and `finish` may read them too. */
  perColumn?: Tensors;
  /** Arrays that only `finish` reads. */
  atEnd?: Tensors;
  outputs: Tensors;
  floats?: Record<string, number>;
  /** WGSL that runs once for a column `c`, before `term` and again before `finish`. @defaultValue none */
  prepare?: string;
  /** WGSL that adds the contribution of element `i`, in column `c`, to `a` and `b`. */
  term: string;
  /** WGSL that computes the outputs of column `c` from the sums `a` and `b`. */
  finish: string;
}

const threads = 256;

/** Most rows that a thread sums if one program does all the work. */
const longest = 32;

/**
 * Sums over rows in one program, or in two if there are many rows: each workgroup of the first then sums some of the
 * rows, and the second adds up the partial sums.
 *
 * Neighbouring threads read neighbouring columns; a workgroup combines its rows in shared memory.
 */
export function sumRows(backend: WebgpuBackend, sums: RowSums): void {
  const { name, rows, columns, perColumn } = sums;
  const atOnce = rowsAtOnce(columns);
  if (rows <= atOnce * longest) {
    send(backend, sums, 1);
    return;
  }
  const parts = Math.min(512, Math.ceil(rows / (atOnce * 8)));
  const partial = backend.makeTensorInfo([parts, 2, columns], 'float32');
  const finish = `let at = 2 * part * uniforms.width + c;
    partial[at] = a;
    partial[at + uniforms.width] = b;`;
  send(backend, { ...sums, name: `${name}Part`, outputs: { partial }, atEnd: {}, finish }, parts);
  const term = `let at = 2 * i - c;
    a += partial[at];
    b += partial[at + uniforms.width];`;
  send(backend, { ...sums, name: `${name}Whole`, rows: parts, inputs: { partial }, perColumn, term }, 1);
  backend.disposeData(partial.dataId);
}

/** Returns the most rows of `columns` columns that one program sums. */
export const rowsInOneProgram = (columns: number): number => rowsAtOnce(columns) * longest;

const rowsAtOnce = (columns: number) => threads / lanesOf(columns);

const lanesOf = (columns: number) => Math.min(64, 2 ** Math.ceil(Math.log2(columns / componentsOf(columns))));

function send(backend: WebgpuBackend, sums: RowSums, parts: number): void {
  const { name, rows, columns, inputs, perColumn = {}, atEnd = {}, outputs, floats = {} } = sums;
  const [lanes, components] = [lanesOf(columns), componentsOf(columns)];
  const width = columns / components;
  const tiles = Math.ceil(width / lanes);
  runProgram(backend, {
    name: `${name}x${components}`,
    inputs: { ...inputs, ...perColumn, ...atEnd },
    outputs,
    wide: components === 4,
    groups: parts * tiles,
    groupSize: threads,
    integers: { rows, rowsPerPart: Math.ceil(rows / parts), width, tiles, lanes },
    floats,
    code: () => code(sums, components),
  });
}

const code = ({ prepare = '', term, finish }: RowSums, components: Components) => `
alias T = ${elementType(components)};
var<workgroup> sumsA : array<T, ${threads}>;
var<workgroup> sumsB : array<T, ${threads}>;
fn main(group : i32, thread : i32) {
  let part = group / uniforms.tiles;
  let first = thread / uniforms.lanes;
  let c = group % uniforms.tiles * uniforms.lanes + thread % uniforms.lanes;
  let atOnce = ${threads} / uniforms.lanes;
  let inside = c < uniforms.width;
  var a = T(0);
  var b = T(0);
  if (inside) {
    ${prepare}
    let end = min((part + 1) * uniforms.rowsPerPart, uniforms.rows);
    for (var row = part * uniforms.rowsPerPart + first; row < end; row += atOnce) {
      let i = row * uniforms.width + c;
      ${term}
    }
  }
  sumsA[thread] = a;
  sumsB[thread] = b;
  for (var half = atOnce / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (first < half) {
      sumsA[thread] += sumsA[thread + half * uniforms.lanes];
      sumsB[thread] += sumsB[thread + half * uniforms.lanes];
    }
  }
  if (first == 0 && inside) {
    ${prepare}
    a = sumsA[thread];
    b = sumsB[thread];
    ${finish}
  }
}`;

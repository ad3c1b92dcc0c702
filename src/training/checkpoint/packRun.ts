import { OptionError } from '../../utils/optionError';
import { startOver } from '../startOver';
import type { SavedRun } from './savedRun';

const arrayKeys = ['weights', 'best', 'optimizer', 'averages'] as const;

/** Version of the checkpoint format; raise it with any change of layout or meaning. */
const formatVersion = 1;

/** Packs a run: the length of the header, the header as JSON, then all arrays, little-endian. */
export function packRun({ weights, best, optimizer, averages, ...json }: SavedRun): Uint8Array {
  const arrays = { weights, best, optimizer, averages };
  const lengths = arrayKeys.map((key) => arrays[key].map(({ length }) => length));
  const header = new TextEncoder().encode(JSON.stringify({ formatVersion, lengths, ...json }, withoutNaN));
  const start = arraysAt(header.length);
  const packed = new Uint8Array(start + 4 * sumOf(lengths.flat()));
  new DataView(packed.buffer).setUint32(0, header.length, true);
  packed.set(header, 4);
  const values = new Float32Array(packed.buffer, start);
  let at = 0;
  for (const array of arrayKeys.flatMap((key) => arrays[key])) {
    values.set(array, at);
    at += array.length;
  }
  return packed;
}

/** Unpacks a run. Throws Error if the bytes are not a complete checkpoint, or one of a later version. */
export function unpackRun(packed: Uint8Array): SavedRun {
  const { formatVersion: version, lengths, start, ...json } = readHeader(packed);
  if (version !== formatVersion) throw otherFormat(version, json.versions?.['msa-unet']);
  if (packed.length !== start + 4 * sumOf(lengths.flat())) throw damaged();
  const values = new Float32Array(new Uint8Array(packed.subarray(start)).buffer); // `slice` of a Node Buffer does not copy
  let at = 0;
  const take = (length: number) => {
    at += length;
    return values.slice(at - length, at);
  };
  const [weights, best, optimizer, averages = []] = lengths.map((group) => group.map(take)); // the first version had none
  return { ...json, weights: weights!, best: best!, optimizer: optimizer!, averages };
}

type Header = Omit<SavedRun, (typeof arrayKeys)[number]> & { formatVersion: number; lengths: number[][] };

function readHeader(packed: Uint8Array): Header & { start: number } {
  if (packed.length < 4) throw damaged();
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  try {
    const text = new TextDecoder().decode(packed.subarray(4, 4 + length));
    return { ...(JSON.parse(text, withNaN) as Header), start: arraysAt(length) };
  } catch (cause) {
    throw damaged(cause);
  }
}

/** Offset of the arrays: a multiple of their 4 bytes. */
const arraysAt = (headerLength: number) => 4 * Math.ceil((4 + headerLength) / 4);
const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

function otherFormat(format: number, writer: string | undefined): Error {
  const version = writer === undefined ? 'the version of msa-unet that wrote it' : `msa-unet ${writer}, which wrote it`;
  return unusable(`the checkpoint has the format ${format}, and this version reads ${formatVersion}`, `use ${version}`);
}

const damaged = (cause?: unknown) => unusable('the checkpoint is damaged', 'use another folder', cause);

const unusable = (problem: string, action: string, cause?: unknown) =>
  new OptionError({
    owner: 'trainSegmentation',
    option: 'checkpoint',
    expected: `a checkpoint of format ${formatVersion}, whole`,
    received: null,
    problem,
    fix: [{ action }, startOver],
    cause,
  });

/** JSON has neither NaN nor infinity. */
const withoutNaN = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
const withNaN = (_: string, value: unknown) =>
  value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value;

import { affineFrom } from '../../stored/affineFrom';
import { lengthUnit } from '../../stored/lengthUnit';
import { scale, type Vector, vector } from '../../vector';
import type { Affine } from '../../volume';
import { findField, readVectors, readWords, wrong } from './nrrdValues';
import type { NrrdHeader } from './parseNrrdHeader';

/** Signs that turn a space of the patient into (left, back, head). */
const spaces: Readonly<Record<string, Vector>> = {
  'right-anterior-superior': [-1, -1, 1],
  ras: [-1, -1, 1],
  'left-anterior-superior': [1, -1, 1],
  las: [1, -1, 1],
  'left-posterior-superior': [1, 1, 1],
  lps: [1, 1, 1],
};

/** Spaces without directions of the patient. */
const anonymous = ['scanner-xyz', '3d-right-handed', '3d-left-handed'];

/**
 * Computes the affine to (left, back, head) in mm from space, space directions and space origin, else from spacings.
 * Whatever the header leaves out is assumed, with a note: axes to the left, back and head, 1 mm, an origin of 0.
 *
 * @param axes the three axes of space among `count` axes
 * @throws CtFileError if a field is wrong
 */
export function nrrdAffine(
  header: NrrdHeader,
  axes: readonly number[],
  count: number,
): { affine: Affine; notes: readonly string[] } {
  const { signs, note } = readSpace(header);
  const notes = note === null ? [] : [note];
  const hasDirections = findField(header, 'space directions') !== null;
  const steps = hasDirections ? directions(header, axes, count) : spacings(header, axes, count, notes);
  const [origin] = findField(header, 'space origin') === null ? [null] : readVectors(header, 'space origin', 1);
  if (!origin) notes.push('the header gives no space origin; 0 is assumed');
  const mm = unitOf(header, axes, notes);
  const turned = ([x, y, z]: Vector): Vector => [x * signs[0] * mm, y * signs[1] * mm, z * signs[2] * mm];
  const [x, y, z] = steps.map(turned) as [Vector, Vector, Vector];
  return {
    affine: affineFrom(header.name, [x, y, z], turned(origin ? vector(origin) : [0, 0, 0])),
    notes: notes.map((text) => `${header.name}: ${text}`),
  };
}

function readSpace(header: NrrdHeader): { signs: Vector; note: string | null } {
  const space = findField(header, 'space');
  if (space === null)
    return { signs: [1, 1, 1], note: 'the header gives no space; axes to the left, back and head are assumed' };
  const key = space.toLowerCase();
  if (Object.hasOwn(spaces, key)) return { signs: spaces[key]!, note: null };
  if (!anonymous.includes(key))
    throw wrong(header, 'space', `one of ${[...Object.keys(spaces), ...anonymous].join(', ')}`, space);
  return {
    signs: [1, 1, 1],
    note: `the space ${space} has no directions of the patient; left, back and head are assumed`,
  };
}

function directions(header: NrrdHeader, axes: readonly number[], count: number): readonly Vector[] {
  const vectors = readVectors(header, 'space directions', count);
  return axes.map((axis) => vector(vectors[axis]!));
}

function spacings(header: NrrdHeader, axes: readonly number[], count: number, notes: string[]): readonly Vector[] {
  const words = readWords(header, 'spacings', count);
  const unknown = words === null || axes.some((axis) => /^nan$/i.test(words[axis]!) || Number(words[axis]) === 0);
  if (unknown) notes.push('the header gives no spacings; 1 mm is assumed');
  const units: readonly Vector[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  return axes.map((axis, i) => {
    const mm = unknown ? 1 : Number(words[axis]);
    if (!(mm > 0 && mm < Number.POSITIVE_INFINITY))
      throw wrong(header, 'spacings', 'numbers above 0', words?.join(' ') ?? '');
    return scale(units[i]!, mm);
  });
}

/** Reads the unit of length, which all axes must share; without one it is mm. Others are noted. */
function unitOf(header: NrrdHeader, axes: readonly number[], notes: string[]): number {
  const ofSpace = unitsIn(header, 'space units');
  const ofAxes = unitsIn(header, 'units').filter((_, axis) => axes.includes(axis));
  const hasDirections = findField(header, 'space directions') !== null;
  const all = ofSpace.length > 0 || hasDirections ? ofSpace : ofAxes;
  const { mm, note } = lengthUnit(all);
  if (note !== null) notes.push(note);
  return mm;
}

function unitsIn(header: NrrdHeader, field: string): readonly string[] {
  const words = findField(header, field)?.match(/"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replaceAll('"', ''));
}

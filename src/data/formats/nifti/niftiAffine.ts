import { farthestCorners } from '../../../utils/farthestCorners';
import { affineFrom } from '../../stored/affineFrom';
import { lengthUnit } from '../../stored/lengthUnit';
import { cross, dot, norm, scale, type Vector } from '../../vector';
import type { Affine } from '../../volume';
import type { NiftiFields } from './niftiFields';

/** Units of length by their codes; the first is unknown and taken for mm. */
const unitNames: readonly string[] = ['', 'm', 'mm', 'um'];

/** Distance in mm up to which sform and qform agree: their numbers are rounded. */
const rounding = 0.1;

/** Three steps and the first voxel's position in mm in NIfTI's own directions (right, front, head). */
interface Place {
  readonly steps: readonly [Vector, Vector, Vector];
  readonly origin: Vector;
}

/**
 * Computes the affine to (left, back, head) in mm from the sform, else from the qform, else from `pixdim` around the
 * middle of the volume with axes to the left, front and head, as nibabel does for ANALYZE.
 *
 * If the sform has no extent, the qform is used, and missing steps are taken as 1 mm, each with a note. Another note
 * says so if sform and qform disagree.
 *
 * @throws CtFileError if an sform without extent has no qform beside it
 */
export function niftiAffine(fields: NiftiFields, file: string): { affine: Affine; notes: readonly string[] } {
  const { mm, note } = unitOf(fields);
  const sform = fields.sformCode > 0 ? fromSform(fields) : null;
  const qform = fields.qformCode > 0 ? fromQform(fields) : null;
  const isPassedOver = sform !== null && qform !== null && !hasExtent(sform);
  const place = isPassedOver ? qform : (sform ?? qform ?? plain(fields));
  const notes = isPassedOver ? ['the sform has no extent; the qform is used'] : [];
  const apart = sform && qform && !isPassedOver ? mm * largestDistance(sform, qform, fields.dim) : 0;
  if (apart > rounding)
    notes.push(`sform and qform place voxels up to ${apart.toFixed(1)} mm apart; the sform is used`);
  if (place !== sform) notes.push(...missingSteps(fields));
  if (note !== null) notes.push(note);
  const { steps, origin } = place;
  const toLeftAndBack = ([right, front, head]: Vector): Vector => [-right * mm, -front * mm, head * mm];
  const [x, y, z] = steps;
  return {
    affine: affineFrom(file, [toLeftAndBack(x), toLeftAndBack(y), toLeftAndBack(z)], toLeftAndBack(origin)),
    notes: notes.map((note) => `${file}: ${note}`),
  };
}

/** The sform; of a single slice without a step to the next, the step is 1 along the normal. */
function fromSform({ sform: [right, front, head], dim }: NiftiFields): Place {
  const column = (i: number): Vector => [right[i]!, front[i]!, head[i]!];
  const [x, y, z] = [column(0), column(1), column(2)];
  const normal = cross(x, y);
  const isFlat = lengthOf(dim, 3) === 1 && norm(z) === 0 && norm(normal) > 0;
  return { steps: [x, y, isFlat ? scale(normal, 1 / norm(normal)) : z], origin: column(3) };
}

function hasExtent({ steps: [x, y, z] }: Place): boolean {
  const volume = Math.abs(dot(x, cross(y, z)));
  return volume > 0 && Number.isFinite(volume);
}

/** Largest distance between both positions of a corner of the volume. */
function largestDistance(a: Place, b: Place, dim: readonly number[]): number {
  const rows = ({ steps, origin }: Place) => [0, 1, 2].map((axis) => [...steps, origin].map((vector) => vector[axis]!));
  return farthestCorners([lengthOf(dim, 3), lengthOf(dim, 2), lengthOf(dim, 1)], rows(a), rows(b));
}

function fromQform({ quaternion, qoffset, pixdim }: NiftiFields): Place {
  // Rounding may leave b, c and d longer than 1; a is not stored.
  const length = Math.max(1, Math.hypot(...quaternion));
  const [b, c, d] = quaternion.map((value) => value / length) as [number, number, number];
  const a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
  const [x, y, z] = voxelSize(pixdim);
  const turned = pixdim[0]! < 0 ? -z : z;
  return {
    steps: [
      [(a * a + b * b - c * c - d * d) * x, 2 * (b * c + a * d) * x, 2 * (b * d - a * c) * x],
      [2 * (b * c - a * d) * y, (a * a + c * c - b * b - d * d) * y, 2 * (c * d + a * b) * y],
      [2 * (b * d + a * c) * turned, 2 * (c * d - a * b) * turned, (a * a + d * d - b * b - c * c) * turned],
    ],
    origin: [qoffset[0]!, qoffset[1]!, qoffset[2]!],
  };
}

function plain({ dim, pixdim }: NiftiFields): Place {
  const [x, y, z] = voxelSize(pixdim);
  const middle = (axis: number) => (lengthOf(dim, axis) - 1) / 2;
  return {
    steps: [
      [-x, 0, 0],
      [0, y, 0],
      [0, 0, z],
    ],
    origin: [x * middle(1), -y * middle(2), -z * middle(3)],
  };
}

/** Steps of `pixdim`; missing ones are 1. */
function voxelSize(pixdim: readonly number[]): Vector {
  const step = (axis: number) => (isMissing(pixdim[axis]!) ? 1 : Math.abs(pixdim[axis]!));
  return [step(1), step(2), step(3)];
}

const unitOf = ({ units }: NiftiFields) => lengthUnit([unitNames[units & 7] ?? '']);

function missingSteps(fields: NiftiFields): string[] {
  const { pixdim } = fields;
  const missing = [1, 2, 3].filter((axis) => isMissing(pixdim[axis]!)).map((axis) => `pixdim[${axis}]`);
  const unit = unitOf(fields).mm === 1 ? '1 mm' : '1 unit';
  return missing.length > 0 ? [`the header gives no ${missing.join(', ')}; ${unit} is assumed`] : [];
}

const isMissing = (step: number) => step === 0 || Number.isNaN(step);

/** Number of voxels along an axis from 1 to 3. */
const lengthOf = (dim: readonly number[], axis: number) => (dim[0]! >= axis ? dim[axis]! : 1);

import { affineFrom } from '../../stored/affineFrom';
import type { Vector } from '../../vector';
import type { Affine } from '../../volume';
import type { NiftiFields } from './niftiFields';

/** mm per unit of length: unknown (taken as mm), metre, millimetre, micrometre. */
const mmPerUnit: readonly number[] = [1, 1000, 1, 0.001];

/**
 * From indices to the patient's (left, back, head) in mm: the sform, without it the qform, without either steps of
 * `pixdim` to the left, front and head around the middle of the volume, as nibabel takes it from ANALYZE.
 */
export function niftiAffine(fields: NiftiFields, file: string): Affine {
  const mm = mmPerUnit[fields.units & 7] ?? 1;
  const { steps, origin } =
    fields.sformCode > 0 ? fromSform(fields) : fields.qformCode > 0 ? fromQform(fields) : plain(fields);
  const toLeftAndBack = ([right, front, head]: Vector): Vector => [-right * mm, -front * mm, head * mm];
  const [x, y, z] = steps;
  return affineFrom(file, [toLeftAndBack(x), toLeftAndBack(y), toLeftAndBack(z)], toLeftAndBack(origin));
}

/** Three steps and the first voxel's place in mm to the right, front and head: NIfTI's own directions. */
interface Steps {
  readonly steps: readonly [Vector, Vector, Vector];
  readonly origin: Vector;
}

function fromSform({ sform: [right, front, head] }: NiftiFields): Steps {
  const column = (i: number): Vector => [right[i]!, front[i]!, head[i]!];
  return { steps: [column(0), column(1), column(2)], origin: column(3) };
}

function fromQform({ quaternion, qoffset, pixdim }: NiftiFields): Steps {
  // Rounding may leave b, c and d longer than 1; the header has no a.
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

function plain({ dim, pixdim }: NiftiFields): Steps {
  const [x, y, z] = voxelSize(pixdim);
  const middle = (axis: number) => ((dim[0]! >= axis ? dim[axis]! : 1) - 1) / 2;
  return {
    steps: [
      [-x, 0, 0],
      [0, y, 0],
      [0, 0, z],
    ],
    origin: [x * middle(1), -y * middle(2), -z * middle(3)],
  };
}

function voxelSize(pixdim: readonly number[]): Vector {
  return [Math.abs(pixdim[1]!), Math.abs(pixdim[2]!), Math.abs(pixdim[3]!)];
}

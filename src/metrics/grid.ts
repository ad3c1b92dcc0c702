/** Steps along z, y and x as vectors (left, back, head) in mm. */
export type GridSteps = readonly (readonly number[])[];

/** Rows of the map from (x, y, z) to mm. */
type GridAffine = readonly (readonly number[])[];

/** Cosine between two axes from which on a grid counts as sheared; less is rounding. */
const shear = 1e-4;

/** Volume of a voxel in mm³: the product of the steps, or less if the axes are sheared. */
export function determinantOf(affine: GridAffine): number {
  const [a, b, c] = affine as [readonly number[], readonly number[], readonly number[]];
  return (
    a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
    a[1]! * (b[0]! * c[2]! - b[2]! * c[0]!) +
    a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!)
  );
}

/** Steps along z, y and x of a mask whose axes are not at right angles; `null` if they are, or unknown. */
export function shearedSteps({ affine }: { readonly affine?: GridAffine | null }): GridSteps | null {
  if (!affine) return null;
  const steps = [2, 1, 0].map((index) => affine.map((row) => row[index]!));
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, mm, axis) => sum + mm * b[axis]!, 0);
  const cosine = (i: number, j: number) => {
    const [a, b] = [steps[i]!, steps[j]!];
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  };
  return [cosine(0, 1), cosine(1, 2), cosine(0, 2)].some((value) => Math.abs(value) > shear) ? steps : null;
}

import type { Solid } from './solid';

/** Hounsfield units of a point `depth` below the surface of its solid. */
export type Shade = (depth: number, u: number, v: number, w: number) => number;

/** Layer painted over previous ones. */
export interface Tissue {
  readonly solid: Solid;
  readonly shade: Shade;
  /**
   * `liver` is the ground truth; `inLiver` is visible only there and belongs to it (vessels, lesions); `other` removes
   * from it.
   */
  readonly role: 'liver' | 'inLiver' | 'other';
}

/** Makes a tissue; a number is its Hounsfield units throughout. */
export function tissue(solid: Solid, hu: number | Shade, role: Tissue['role'] = 'other'): Tissue {
  return { solid, shade: typeof hu === 'number' ? () => hu : hu, role };
}

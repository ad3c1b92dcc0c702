import type { Solid } from './solid';

/** Hounsfield units at a point that lies `depth` below the surface of its solid. */
export type Shade = (depth: number, u: number, v: number, w: number) => number;

/** Something to paint over what was painted before. */
export interface Tissue {
  readonly solid: Solid;
  readonly shade: Shade;
  /** `liver` is the truth; `inLiver` shows only there and belongs to it (vessels, lesions); `other` takes away from it. */
  readonly role: 'liver' | 'inLiver' | 'other';
}

/** A tissue; a number is the same Hounsfield units all through. */
export function tissue(solid: Solid, hu: number | Shade, role: Tissue['role'] = 'other'): Tissue {
  return { solid, shade: typeof hu === 'number' ? () => hu : hu, role };
}

import type { PhantomOrgan } from './organs';
import type { Solid } from './solid';

/** Hounsfield units of a point `depth` below the surface of its solid. */
export type Shade = (depth: number, u: number, v: number, w: number) => number;

/** Layer painted over previous ones. */
export interface Tissue {
  readonly solid: Solid;
  readonly shade: Shade;
  /** Organ that the tissue belongs to; `null`: none, it removes from the organs below it. */
  readonly organ: PhantomOrgan | null;
  /** Whether the tissue is visible only in the liver, which keeps it (vessels, lesions). */
  readonly onlyInLiver: boolean;
}

/** Makes a tissue; a number is its Hounsfield units throughout. */
export function tissue(solid: Solid, hu: number | Shade, organ: PhantomOrgan | null = null): Tissue {
  return { solid, shade: shadeOf(hu), organ, onlyInLiver: false };
}

/** Makes a tissue that is visible only in the liver. */
export function tissueInLiver(solid: Solid, hu: number | Shade, organ: 'liver' | 'lesion'): Tissue {
  return { solid, shade: shadeOf(hu), organ, onlyInLiver: true };
}

const shadeOf = (hu: number | Shade): Shade => (typeof hu === 'number' ? () => hu : hu);

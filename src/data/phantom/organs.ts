import { frozen } from '../../utils/frozen';

/**
 * Organs of a phantom and their numbers in a mask, named as in TotalSegmentator where it has them; 0 is the background.
 * `vertebrae` include the discs between them. Frozen.
 *
 * @example
 * ```ts
 * import { generatePhantom, phantomOrgans } from 'msa-unet';
 *
 * const [patient] = generatePhantom({ patients: 1, slicesPerPatient: 4, size: 64, labels: 'organs' });
 * const isSpleen = patient!.slices[1]!.mask.map((organ) => (organ === phantomOrgans.spleen ? 1 : 0));
 * console.log(isSpleen.includes(1)); // true
 * ```
 */
export const phantomOrgans = /* @__PURE__ */ frozen({
  liver: 1,
  lesion: 2,
  spleen: 3,
  kidney_right: 4,
  kidney_left: 5,
  stomach: 6,
  aorta: 7,
  vertebrae: 8,
} as const);

/** Name of an organ of a phantom. */
export type PhantomOrgan = keyof typeof phantomOrgans;

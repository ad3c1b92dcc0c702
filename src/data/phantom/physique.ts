import type { Random } from '../../utils/random';
import type { Point, Texture } from './solid';
import { smoothTexture } from './texture';

/** Hounsfield units of tissues that take up contrast medium. */
interface Enhancement {
  readonly liver: number;
  readonly spleen: number;
  readonly cortex: number;
  readonly medulla: number;
  readonly muscle: number;
  readonly gut: number;
  readonly artery: number;
  readonly portal: number;
  readonly vein: number;
}

/** Traits in which patients differ. */
export interface Physique {
  readonly random: Random;
  readonly texture: Texture;
  readonly hu: Enhancement;
  /** Whether the scan is in the arterial phase, in which lesions may be brighter than the liver. */
  readonly arterial: boolean;
  /** Thickness of the fat below the skin. */
  readonly fat: number;
  /** From 0 (organs touch) to 1 (organs lie in fat). */
  readonly visceralFat: number;
  /** Varies a point by up to `by` on each axis. */
  near(point: Point, by?: number): Point;
  /** Varies radii by up to this share. */
  about(radii: Point, share?: number): Point;
}

/** Hounsfield units before and 30, 70 and 180 seconds after the injection, each with the cumulative share of scans. */
const phases: readonly [upTo: number, hu: Enhancement][] = [
  [0.15, { liver: 58, spleen: 49, cortex: 34, medulla: 32, muscle: 52, gut: 38, artery: 42, portal: 41, vein: 41 }],
  [0.35, { liver: 72, spleen: 122, cortex: 185, medulla: 75, muscle: 57, gut: 80, artery: 300, portal: 95, vein: 70 }],
  [
    0.8,
    { liver: 106, spleen: 116, cortex: 190, medulla: 150, muscle: 62, gut: 85, artery: 152, portal: 165, vein: 150 },
  ],
  [1, { liver: 88, spleen: 91, cortex: 150, medulla: 160, muscle: 60, gut: 70, artery: 112, portal: 115, vein: 113 }],
];

/** Draws a patient's build and the moment of the scan. */
export function drawPhysique(random: Random): Physique {
  const texture = smoothTexture(random);
  const draw = random.uniform();
  const phase = phases.findIndex(([upTo]) => draw < upTo);
  const hu = drawLevels(random, phases[phase]![1]);
  const visceralFat = random.uniform();
  return {
    random,
    texture,
    hu,
    arterial: phase === 1,
    fat: 0.035 + 0.08 * visceralFat + random.uniform(0, 0.07),
    visceralFat,
    near: ([u, v, w], by = 0.03) => [
      u + random.uniform(-by, by),
      v + random.uniform(-by, by),
      w + random.uniform(-by, by),
    ],
    about: ([u, v, w], share = 0.1) => {
      const size = random.uniform(1 - share, 1 + share);
      const part = () => size * random.uniform(1 - share / 2, 1 + share / 2);
      return [u * part(), v * part(), w * part()];
    },
  };
}

/** Varies every level by up to a tenth, as dose and circulation differ; one liver in five is fatty, that is, darker. */
function drawLevels(random: Random, book: Enhancement): Enhancement {
  const dose = random.uniform(0.9, 1.1);
  const vary = (level: number) => level * dose * random.uniform(0.95, 1.05);
  const fatty = random.uniform() < 0.2 ? random.uniform(12, 35) : 0;
  return {
    liver: vary(book.liver) - fatty,
    spleen: vary(book.spleen),
    cortex: vary(book.cortex),
    medulla: vary(book.medulla),
    muscle: vary(book.muscle),
    gut: vary(book.gut),
    artery: vary(book.artery),
    portal: vary(book.portal),
    vein: vary(book.vein),
  };
}

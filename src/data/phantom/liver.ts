import type { Physique } from './physique';
import {
  capsule,
  ellipsoid,
  field,
  inflate,
  intersect,
  type Point,
  type Solid,
  subtract,
  uneven,
  unite,
} from './solid';
import { type Shade, type Tissue, tissue, tissueInLiver } from './tissue';
import type { Torso } from './torso';

/**
 * Builds the liver with its vessels and lesions, and the structures that cut into it.
 *
 * It fills the space below the right half of the diaphragm, reaches over the midline in front of the stomach, and
 * narrows to a tip at the right flank.
 */
export function buildLiver(physique: Physique, { cavity, domes }: Torso, rightBed: Solid): Tissue[] {
  const { random, texture, hu, visceralFat } = physique;
  const gap = 0.012 + 0.02 * visceralFat;
  const lobes = uneven(lobesOf(physique), texture, 0.035, 3.5);
  const room = intersect(inflate(cavity, -gap), inflate(unite(domes.right, domes.left, 0.2), -0.02));
  const liver = subtract(intersect(lobes, room), inflate(rightBed, gap + 0.01));
  const patchy = random.uniform(1, 5);
  const flesh: Shade = (_, u, v, w) =>
    hu.liver + patchy * (texture(4 * u, 4 * v, 4 * w) + texture(13 * u, 13 * v, 13 * w));
  return [
    tissue(intersect(inflate(liver, gap), cavity), -95), // the fat around the organ
    tissue(liver, flesh, 'liver'),
    ...vessels(physique),
    ...lesions(physique),
    ...clefts(physique),
  ];
}

function lobesOf({ random, near, about }: Physique): Solid {
  const right = ellipsoid(near([-0.5, 0, 0.46]), about([0.5, 0.58, 0.62], 0.1));
  const lean = random.uniform(0.2, 0.45);
  const tip = field((u, v, w) => right.distance(u + lean * Math.max(0, w - 0.5), v, w - 0.1 * Math.max(0, w - 0.5)));
  const left = ellipsoid(near([-0.02, -0.3, 0.38], 0.06), about([0.46, 0.2, 0.3], 0.3), random.uniform(-0.35, 0.2));
  const caudate = ellipsoid(near([-0.12, -0.09, 0.4]), about([0.12, 0.1, 0.2]));
  const medial = field((u, v, w) => {
    const besideSpine = Math.min(0.25, Math.max(0, v + 0.1));
    return u - 0.1 + besideSpine + Math.max(0, w - 0.42) * (0.55 + 0.6 * Math.max(0, v));
  });
  return unite(unite(intersect(tip, medial), caudate, 0.06), left, 0.12);
}

function vessels({ random, hu, near }: Physique): Tissue[] {
  const tubes: [Solid, number][] = [];
  const grow = (from: Point, to: Point, radius: number, level: number): void => {
    tubes.push([capsule(from, to, radius), level]);
    if (radius < 0.014) return;
    const step: Point = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
    const size = Math.hypot(...step);
    for (const bend of [-1, 1]) {
      const turn = bend * random.uniform(0.35, 0.8);
      const next: Point = [
        to[0] + 0.75 * (step[0] * Math.cos(turn) - step[1] * Math.sin(turn)),
        to[1] + 0.75 * (step[0] * Math.sin(turn) + step[1] * Math.cos(turn)),
        to[2] + 0.75 * step[2] + size * random.uniform(-0.5, 0.5),
      ];
      grow(to, next, radius * 0.72, level);
    }
  };
  const hilum = near([-0.2, -0.06, 0.5]);
  const fork = near([-0.42, -0.02, 0.47]);
  tubes.push([capsule(hilum, fork, 0.035), hu.portal]);
  grow(fork, near([-0.62, -0.16, 0.38], 0.06), 0.03, hu.portal);
  grow(fork, near([-0.64, 0.16, 0.52], 0.06), 0.03, hu.portal);
  grow(hilum, near([-0.02, -0.26, 0.38], 0.06), 0.026, hu.portal);
  const crown = near([-0.17, -0.02, 0.15], 0.02);
  grow(crown, near([-0.5, 0.06, 0.24], 0.06), 0.032, hu.vein);
  grow(crown, near([-0.36, -0.24, 0.26], 0.06), 0.03, hu.vein);
  grow(crown, near([0, -0.24, 0.24], 0.06), 0.026, hu.vein);
  return tubes.map(([tube, level]) => tissueInLiver(tube, level, 'liver'));
}

/** Draws cysts, dark metastases or, in the arterial phase, bright tumours; half of the patients have none. */
function lesions({ random, texture, hu, arterial }: Physique): Tissue[] {
  const count = random.uniform() < 0.5 ? 0 : 1 + random.integer(5);
  return Array.from({ length: count }, () => {
    const r = random.uniform(0.03, random.uniform() < 0.25 ? 0.17 : 0.09);
    const centre: Point = [random.uniform(-0.8, -0.1), random.uniform(-0.38, 0.4), random.uniform(0.12, 0.85)];
    const kind = random.uniform();
    const core = kind < 0.25 ? 8 : hu.liver + (arterial && kind < 0.6 ? 38 : -random.uniform(22, 48));
    const solid = uneven(ellipsoid(centre, [r, r * 0.9, r]), texture, 0.25 * r, 9);
    return tissueInLiver(solid, (depth) => core - (kind > 0.6 ? 12 * Math.min(1, depth / 0.06) : 0), 'lesion');
  });
}

/** Builds gall bladder, the fat of hilum and fissure, and the portal vein where it enters. */
function clefts({ random, hu, near, about, visceralFat }: Physique): Tissue[] {
  const width = 0.012 + 0.025 * visceralFat;
  const cleft = ellipsoid(near([0.0, -0.32, 0.6], 0.06), about([width, 0.16, 0.24]), random.uniform(-0.4, 0.4));
  const hilum = near([-0.16, -0.12, 0.62], 0.02);
  const bladder = ellipsoid(near([-0.36, -0.24, 0.78]), about([0.1, 0.12, 0.17], 0.25), random.uniform(-0.5, 0.5));
  return [
    tissue(cleft, -80),
    tissue(ellipsoid(hilum, about([0.14, 0.05, 0.13]), 0.3), -70),
    tissue(capsule(hilum, [hilum[0] + 0.16, hilum[1] + 0.02, hilum[2] + 0.16], 0.04), hu.portal),
    ...(random.uniform() < 0.85 ? [tissue(bladder, (depth) => (depth < 0.012 ? 45 : 10))] : []),
  ];
}

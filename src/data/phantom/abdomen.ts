import type { PhantomOrgan } from './organs';
import type { Physique } from './physique';
import { capsule, ellipsoid, inflate, intersect, type Point, type Solid, subtract, uneven, unite } from './solid';
import { type Shade, type Tissue, tissue } from './tissue';
import type { Torso } from './torso';

/** Abdominal organs other than the liver. */
export interface Abdomen {
  /** Tissues painted before the liver, which may cover them. */
  readonly behind: readonly Tissue[];
  /** Great vessels, painted after the liver. */
  readonly before: readonly Tissue[];
  /** Right kidney and the fat behind it, where there is no liver. */
  readonly rightBed: Solid;
}

/** Builds spleen, kidneys, stomach, pancreas, bowel and the great vessels. */
export function buildAbdomen(physique: Physique, { cavity, domes }: Torso): Abdomen {
  const { hu, near, about } = physique;
  const right = ellipsoid(near([-0.4, 0.24, 0.97], 0.04), about([0.15, 0.17, 0.36]), -0.5);
  const left = ellipsoid(near([0.42, 0.23, 0.87], 0.04), about([0.15, 0.17, 0.36]), 0.5);
  const room = inflate(intersect(cavity, domes.left), -0.02);
  const [ku, kv, kw] = middleOf(right);
  return {
    rightBed: unite(right, ellipsoid([ku + 0.1, kv + 0.17, kw], [0.27, 0.27, 0.42]), 0.1),
    behind: [
      ...bowel(physique, inflate(cavity, -0.01)),
      ...pancreas(physique),
      ...stomach(physique, room),
      ...spleen(physique, room, inflate(left, 0.03)),
      ...kidney(physique, right, -1),
      ...kidney(physique, left, 1),
    ],
    before: [
      tissue(ellipsoid(near([-0.145, 0.03, 0.5], 0.015), about([0.075, 0.06, 9], 0.2)), (2 * hu.vein + hu.muscle) / 3),
      tissue(
        ellipsoid(near([0.06, 0.015, 0.5], 0.015), about([0.062, 0.062, 9])),
        (depth) => (depth < 0.008 ? hu.muscle + 60 : hu.artery),
        'aorta',
      ),
    ],
  };
}

function spleen({ hu, texture, near, about, arterial }: Physique, room: Solid, kidney: Solid): Tissue[] {
  const outer = ellipsoid(near([0.7, 0.16, 0.48], 0.05), about([0.26, 0.36, 0.36], 0.18), 0.25);
  const hollow = ellipsoid(near([0.36, -0.06, 0.48]), [0.34, 0.36, 0.5]);
  const body = subtract(subtract(intersect(uneven(outer, texture, 0.04, 4), room), hollow), kidney);
  const mottled = arterial ? 22 : 3; // the spleen fills unevenly at first
  return [
    tissue(inflate(body, 0.012), -95),
    tissue(body, (_, u, v, w) => hu.spleen + mottled * texture(11 * u, 11 * v, 11 * w), 'spleen'),
  ];
}

function kidney({ hu, texture }: Physique, solid: Solid, side: number): Tissue[] {
  const [cu, cv, cw] = middleOf(solid);
  const sinus = ellipsoid([cu - side * 0.07, cv - 0.05, cw], [0.1, 0.06, 0.2], side * 0.5);
  const bean: Shade = (depth, u, v, w) =>
    depth < 0.035 + 0.02 * texture(18 * u, 18 * v, 18 * w) ? hu.cortex : hu.medulla;
  return [
    tissue(inflate(solid, 0.02), -105),
    tissue(solid, bean, side < 0 ? 'kidney_right' : 'kidney_left'),
    tissue(uneven(sinus, texture, 0.03, 14), -70),
    tissue(capsule([cu - side * 0.06, cv - 0.04, cw], [side * 0.12, 0.03, cw - 0.1], 0.022), hu.vein),
  ];
}

function middleOf({ box: [low, high] }: Solid): Point {
  return [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
}

/** Makes a hollow organ of a supine patient: gas in front, content behind. */
function hollow(
  solid: Solid,
  wall: number,
  thickness: number,
  level: number,
  content: Shade,
  organ: PhantomOrgan | null = null,
): Tissue[] {
  const shade: Shade = (depth, u, v, w) => (v < level ? -950 : content(depth, u, v, w));
  return [tissue(solid, wall, organ), tissue(inflate(solid, -thickness), shade, organ)];
}

function stomach({ random, hu, texture, near, about }: Physique, room: Solid): Tissue[] {
  const centre = near([0.4, -0.16, 0.46], 0.05);
  const body = ellipsoid(centre, about([0.3, 0.25, 0.38], 0.22), random.uniform(-0.5, 0.3));
  const solid = intersect(uneven(body, texture, 0.06, 3), room);
  const level = centre[1] + random.uniform(-0.3, 0.05);
  const drink = [12, 35, random.uniform(60, 120), random.uniform(150, 350)][random.integer(4)]!;
  const food = random.uniform(0, 35);
  return hollow(
    solid,
    hu.gut,
    random.uniform(0.02, 0.05),
    level,
    (_, u, v, w) => drink + food * texture(12 * u, 12 * v, 12 * w),
    'stomach',
  );
}

function pancreas({ hu, texture, near }: Physique): Tissue[] {
  const points = [
    near([-0.18, -0.1, 0.82]),
    near([-0.02, -0.2, 0.72]),
    near([0.22, -0.1, 0.64]),
    near([0.46, 0.04, 0.58]),
  ];
  const parts = [0.075, 0.06, 0.05].map((radius, i) => capsule(points[i]!, points[i + 1]!, radius));
  return [
    ...parts.map((part) => tissue(uneven(part, texture, 0.03, 16), (hu.gut + hu.spleen) / 2)),
    tissue(capsule([-0.03, -0.14, 0.72], [-0.06, -0.2, 1.6], 0.03), hu.portal),
    tissue(capsule([0.05, -0.1, 0.6], [0.03, -0.18, 1.6], 0.022), hu.artery),
  ];
}

function bowel(physique: Physique, room: Solid): Tissue[] {
  return [...smallBowel(physique, room), ...colon(physique, room)];
}

function smallBowel(physique: Physique, room: Solid): Tissue[] {
  const { random, texture, visceralFat, about } = physique;
  const oral = [15, 30, random.uniform(60, 110), random.uniform(180, 350)][random.integer(4)]!;
  const chyme: Shade = (_, u, v, w) => oral + 20 * texture(9 * u, 9 * v, 9 * w);
  const loops = Array.from({ length: Math.round(64 - 34 * visceralFat) }, () => {
    const centre: Point = [random.uniform(-0.6, 0.68), random.uniform(-0.5, 0.1), random.uniform(0.7, 1.35)];
    return loop(physique, room, centre, about([0.125, 0.09, 0.14], 0.3), random.uniform(-0.6, 0.25), chyme);
  });
  return loops.flat();
}

function colon(physique: Physique, room: Solid): Tissue[] {
  const { random, texture, near, about } = physique;
  const stool: Shade = (_, u, v, w) => -80 + 280 * texture(20 * u, 20 * v, 20 * w);
  const parts: [Point, Point][] = [
    [
      [0.78, 0.08, 1.1],
      [0.1, 0.1, 0.55],
    ], // descending
    [
      [0.7, -0.22, 0.62],
      [0.14, 0.12, 0.16],
    ], // splenic flexure
    [
      [-0.66, 0.04, 1.45],
      [0.13, 0.13, 0.4],
    ], // ascending
    [
      [-0.5, -0.26, 1.12],
      [0.16, 0.12, 0.14],
    ], // hepatic flexure
    [
      [-0.15, -0.42, 1.05],
      [0.2, 0.09, 0.12],
    ], // transverse
    [
      [0.25, -0.42, 1],
      [0.22, 0.09, 0.12],
    ],
  ];
  return parts.flatMap(([centre, radii]) =>
    loop(physique, room, near(centre, 0.05), about(radii, 0.2), random.uniform(-0.2, 0.7), stool),
  );
}

/** Makes a bowel loop, filled with gas from the front down to the share `gas` of its depth. */
function loop(
  { random, hu, texture }: Physique,
  room: Solid,
  centre: Point,
  radii: Point,
  gas: number,
  content: Shade,
) {
  const solid = intersect(uneven(ellipsoid(centre, radii, random.uniform(-1, 1)), texture, 0.05, 7), room);
  return hollow(solid, hu.gut, 0.018, centre[1] - radii[1] * (1 - 2 * gas), content);
}

import type { Physique } from './physique';
import { capsule, ellipsoid, field, inflate, intersect, type Point, type Solid, subtract, unite } from './solid';
import { type Shade, type Tissue, tissue } from './tissue';

const DEPTH = 0.7; // half the depth of the muscle wall; half its width is 1
const FAT = -105;

/** Body wall and the spaces inside it. */
export interface Torso {
  /** Skin, fat, muscles, bones, lungs and mediastinum, in painting order. */
  readonly tissues: readonly Tissue[];
  /** Space inside the muscles. */
  readonly cavity: Solid;
  /** Abdominal space below each half of the diaphragm. */
  readonly domes: { readonly right: Solid; readonly left: Solid };
}

/** Builds the torso of a patient without abdominal organs. */
export function buildTorso(physique: Physique): Torso {
  const { random, texture, fat, visceralFat, near, about } = physique;
  const layer = layers(physique);
  const belly = 0.6 * visceralFat;
  const skin = layer((s, c2, w) => fat * (0.6 + 0.5 * c2 + (s < 0 ? belly * s * s * Math.min(1, w) : 0.3 * s * s)));
  const muscle = random.uniform(0.05, 0.075);
  const cavity = layer((s) => -muscle - (s > 0 ? 0.07 * s * s * s * s : 0));
  const domes = {
    right: ellipsoid(near([-0.44, -0.05, 0.6], 0.02), about([0.6, 0.66, 0.6], 0.04)),
    left: ellipsoid(near([0.44, -0.05, 0.66], 0.02), about([0.62, 0.66, 0.62], 0.04)),
  };
  const middle = ellipsoid([0, -0.3, 0.62], [0.5, 0.5, 0.58]);
  const diaphragm = unite(unite(domes.right, domes.left, 0.1), middle, 0.1);
  const lungs = intersect(subtract(cavity, diaphragm), upTo(0.62));
  return {
    cavity,
    domes,
    tissues: [
      tissue(skin, (depth, u, v, w) => (depth < 0.018 ? 15 : FAT + 7 * texture(12 * u, 12 * v, 12 * w))),
      tissue(
        layer(() => 0),
        muscleLayers(physique),
      ),
      tissue(cavity, strands(physique)),
      tissue(lungs, airways(physique)),
      ...muscles(physique),
      tissue(
        ribs(
          physique,
          layer(() => -0.028),
        ),
        (depth) => (depth < 0.013 ? 620 : 260),
      ),
      ...spine(physique),
      ...mediastinum(physique),
    ],
  };
}

/**
 * Makes layers of a patient's torso: the muscle wall moved outwards by `thickness`, a function of the sine `s` of the
 * direction (back: 1), its squared cosine `c2` and the height `w`.
 */
function layers({ random }: Physique) {
  const [square, egg, furrow] = [random.uniform(0.01, 0.05), random.uniform(-0.05, 0.06), random.uniform(0, 0.05)];
  return (thickness: (s: number, c2: number, w: number) => number): Solid => ({
    box: [
      [-1.4, -1.2, -Infinity],
      [1.4, 1.2, Infinity],
    ],
    distance(u, v, w) {
      const y = v / DEPTH;
      const k = Math.sqrt(u * u + y * y) + 1e-9;
      const [s, c2] = [y / k, (u * u) / (k * k)];
      const back = s > 0 ? (1 - c2) * (1 - c2) * (1 - c2) : 0;
      const outline = 1 - square * (8 * c2 * c2 - 8 * c2 + 1) + egg * s * c2 - furrow * back; // the first is cos 4θ
      return Math.sqrt(u * u + v * v) * (1 - outline / k) - thickness(s, c2, w);
    },
  });
}

const upTo = (end: number): Solid => field((_u, _v, w) => w - end);
/** Turns peaks of a texture into small bright knots: vessels and strands in cross-section. */
const knot = (value: number, hu: number) => hu * Math.max(0, value - 0.45);

const strands = ({ texture }: Physique): Shade => {
  return (_, u, v, w) => FAT + 9 * texture(9 * u, 9 * v, 9 * w) + knot(texture(22 * u, 22 * v, 22 * w), 110);
};

const airways = ({ texture }: Physique): Shade => {
  return (_, u, v, w) => -860 + 40 * texture(5 * u, 5 * v, 5 * w) + knot(texture(26 * u, 26 * v, 12 * w), 900);
};

/** Makes three flat muscles with fat between them at the flanks, one muscle elsewhere. */
function muscleLayers({ hu, texture, visceralFat }: Physique): Shade {
  return (depth, u, v, w) => {
    const flank = Math.min(1, (w - 0.5) * 3, (Math.abs(u) - 0.5) * 3);
    const seam = Math.max(0, 1 - Math.abs(Math.abs(depth - 0.032) - 0.01) / 0.006);
    const streaks = Math.max(0, texture(14 * u, 14 * v, 6 * w) - 0.3) * 60 * (0.4 + visceralFat);
    return hu.muscle - streaks - 90 * Math.max(0, flank) * seam;
  };
}

function muscles({ hu, texture, near, about }: Physique): Tissue[] {
  const flesh: Shade = (depth, u, v, w) =>
    hu.muscle - 70 * Math.max(0, texture(16 * u, 16 * v, 5 * w) - 0.25) - (depth < 0.012 ? 70 : 0);
  return [-1, 1].flatMap((side) => [
    tissue(ellipsoid(near([side * 0.19, 0.46, 1], 0.01), about([0.2, 0.13, 9])), flesh), // erector spinae
    tissue(ellipsoid(near([side * 0.36, 0.42, 1.5], 0.01), about([0.1, 0.06, 0.75])), flesh), // quadratus lumborum
    tissue(ellipsoid(near([side * 0.21, 0.26, 1.6], 0.01), about([0.09, 0.1, 0.85])), flesh), // psoas
    tissue(ellipsoid(near([side * 0.11, 0.09, 0.5], 0.01), about([0.035, 0.1, 0.6]), side * 0.3), flesh), // crus
  ]);
}

/** Makes all ribs at once: rods that wind around the wall, from the spine down to the front. */
function ribs({ random }: Physique, wall: Solid): Solid {
  const [fall, gap, start] = [random.uniform(0.8, 1.05), random.uniform(0.19, 0.23), random.uniform(0, 0.2)];
  return field((u, v, w) => {
    const inWall = wall.distance(u, v, w);
    if (Math.abs(inWall) > 0.05) return Math.abs(inWall) - 0.034;
    const turn = Math.atan2(Math.abs(u), v / DEPTH) / Math.PI; // 0 at the back, 1 in front
    const height = w - fall * turn - start;
    const number = Math.round(height / gap);
    if (turn < 0.1 || turn > 0.84 || number > 1) return 0.02;
    const along = height - number * gap;
    return Math.sqrt(along * along + 1.6 * inWall * inWall) - 0.034;
  });
}

/** Builds vertebrae, 0.22 apart, with discs between them. */
function spine({ texture, near, about, random }: Physique): Tissue[] {
  const top = random.uniform(0, 0.22);
  const [u0, v0] = near([0, 0.17, 0], 0.015);
  const at = (u: number, v: number, w = 0.5): Point => [u0 + u, v0 + v, w];
  const bone: Shade = (depth) => (depth < 0.014 ? 620 : 330);
  const body: Shade = (depth, u, v, w) => {
    const level = Math.cos((2 * Math.PI * (w - top)) / 0.22); // -1 in the middle of a disc
    if (level < -0.75) return 85 + 25 * Math.min(1, depth / 0.05);
    return 165 + 40 * texture(20 * u, 20 * v, 20 * w) + (depth < 0.016 ? 240 : 0) + (level < -0.5 ? 150 : 0);
  };
  const vertebra = (w: number) => [
    capsule(at(0, 0.24, w), at(0, 0.37, w + 0.07), 0.035), // spinous process
    capsule(at(0, 0.25, w + 0.07), at(0, 0.38, w + 0.14), 0.028),
    ...[-1, 1].flatMap((side) => [
      capsule(at(0.1 * side, 0.19, w), at(0.24 * side, 0.24, w + 0.02), 0.035), // transverse process
      capsule(at(0.1 * side, 0.08, w), at(0.09 * side, 0.2, w), 0.05), // pedicle
      ellipsoid(at(0.1 * side, 0.2, w + 0.11), [0.05, 0.04, 0.09], side * 0.6), // facet joint
    ]),
  ];
  const laminae = [-1, 1].map((side) => ellipsoid(at(0.055 * side, 0.225), [0.078, 0.03, 9], side * -0.6));
  return [
    tissue(ellipsoid(at(0, 0), about([0.15, 0.115, 9])), body, 'vertebrae'),
    ...[-1, 0, 1, 2, 3, 4, 5, 6]
      .flatMap((n) => vertebra(top + 0.22 * n))
      .map((part) => tissue(part, bone, 'vertebrae')),
    ...laminae.map((part) => tissue(part, bone, 'vertebrae')),
    tissue(ellipsoid(at(0, 0.155), [0.066, 0.05, 9]), 28), // spinal canal
  ];
}

function mediastinum({ hu, texture, near, about }: Physique): Tissue[] {
  const heart = ellipsoid(near([0.17, -0.24, -0.14]), about([0.42, 0.33, 0.34]), 0.35);
  const blood = (hu.artery + hu.vein) / 2;
  const muscle: Shade = (_, u, v, w) => (hu.muscle + blood) / 2 + 8 * texture(8 * u, 8 * v, 8 * w);
  return [
    tissue(ellipsoid([0.03, -0.02, 0], [0.17, 0.22, 0.5]), FAT),
    tissue(inflate(heart, 0.035), FAT),
    tissue(heart, muscle),
    tissue(ellipsoid(near([0.3, -0.22, -0.16]), about([0.2, 0.13, 0.27]), 0.5), blood), // left ventricle
    tissue(ellipsoid(near([0.02, -0.32, -0.14]), about([0.18, 0.14, 0.26]), 0.3), blood), // right ventricle
    tissue(ellipsoid(near([0.05, -0.04, 0]), [0.05, 0.04, 0.32]), hu.gut), // oesophagus
  ];
}

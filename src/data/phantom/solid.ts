/** A point of the torso: `u` to the patient's left, `v` to the back, `w` to the feet; 1 is half the width of the muscle wall. */
export type Point = readonly [u: number, v: number, w: number];

/** Bounds of `u`, `v` and `w` of a solid. */
export type Box = readonly [low: Point, high: Point];

/** Body in space, given by the approximate signed distance to its surface: negative inside. */
export interface Solid {
  readonly box: Box;
  distance(u: number, v: number, w: number): number;
}

/** A smooth random function of space, roughly from -1 to 1. */
export type Texture = (u: number, v: number, w: number) => number;

const everywhere: Box = [
  [-Infinity, -Infinity, -Infinity],
  [Infinity, Infinity, Infinity],
];

/** Makes an unbounded solid from its distance function. */
export const field = (distance: Solid['distance']): Solid => ({ box: everywhere, distance });

/** Makes an ellipsoid, rotated by `angle` (radians, from `u` towards `v`) about its own `w` axis. */
export function ellipsoid(centre: Point, radii: Point, angle = 0): Solid {
  const [cu, cv, cw] = centre;
  const [ru, rv, rw] = radii;
  const [pu, pv, pw] = [1 / ru, 1 / rv, 1 / rw];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const reach: Point = angle === 0 ? radii : [Math.hypot(ru * cos, rv * sin), Math.hypot(ru * sin, rv * cos), rw];
  return {
    box: around(centre, centre, reach),
    distance(u, v, w) {
      const a = ((u - cu) * cos + (v - cv) * sin) * pu;
      const b = ((v - cv) * cos - (u - cu) * sin) * pv;
      const c = (w - cw) * pw;
      const k = Math.sqrt(a * a + b * b + c * c);
      const [sa, sb, sc] = [a * pu, b * pv, c * pw];
      const slope = Math.sqrt(sa * sa + sb * sb + sc * sc);
      return slope > 0 ? (k * (k - 1)) / slope : -Math.min(ru, rv, rw); // first order, exact on the surface
    },
  };
}

/** Makes a round rod from `a` to `b` with hemispherical ends. */
export function capsule(a: Point, b: Point, radius: number): Solid {
  const [du, dv, dw] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const squared = du * du + dv * dv + dw * dw;
  return {
    box: around(a, b, [radius, radius, radius]),
    distance(u, v, w) {
      const [pu, pv, pw] = [u - a[0], v - a[1], w - a[2]];
      const t = Math.min(1, Math.max(0, (pu * du + pv * dv + pw * dw) / squared));
      const [ou, ov, ow] = [pu - t * du, pv - t * dv, pw - t * dw];
      return Math.sqrt(ou * ou + ov * ov + ow * ow) - radius;
    },
  };
}

/** Intersects two solids. */
export const intersect = (a: Solid, b: Solid): Solid => ({
  box: [extreme(Math.max, a.box[0], b.box[0]), extreme(Math.min, a.box[1], b.box[1])],
  distance: (u, v, w) => beyond(a.distance(u, v, w), b, 1, u, v, w),
});

/** Unites two solids, with the crease between them filled to about `blend`. */
export const unite = (a: Solid, b: Solid, blend: number): Solid => ({
  box: [extreme(Math.min, a.box[0], b.box[0]), extreme(Math.max, a.box[1], b.box[1])],
  distance(u, v, w) {
    const [x, y] = [a.distance(u, v, w), b.distance(u, v, w)];
    const overlap = Math.max(0, blend - Math.abs(x - y)) / blend;
    return Math.min(x, y) - (overlap * overlap * blend) / 4;
  },
});

/** Subtracts `b` from `a`. */
export const subtract = (a: Solid, b: Solid): Solid => ({
  box: a.box,
  distance: (u, v, w) => beyond(a.distance(u, v, w), b, -1, u, v, w),
});

/** Moves the surface outwards by `by`, inwards if negative. */
export const inflate = (solid: Solid, by: number): Solid => ({
  box: around(solid.box[0], solid.box[1], [by, by, by]),
  distance: (u, v, w) => solid.distance(u, v, w) - by,
});

/** Adds hills and valleys of `height` to the surface, `frequency` of them per unit of length. */
export const uneven = (solid: Solid, texture: Texture, height: number, frequency: number): Solid => ({
  box: around(solid.box[0], solid.box[1], [height, height, height]),
  distance(u, v, w) {
    const even = solid.distance(u, v, w);
    if (Math.abs(even) > 0.1 + height) return even; // hills do not reach here
    return even + height * texture(u * frequency, v * frequency, w * frequency);
  },
});

/** Computes the greater distance, without evaluating `b` where `a` is already far away. */
function beyond(a: number, b: Solid, sign: 1 | -1, u: number, v: number, w: number): number {
  return a > 0.15 ? a : Math.max(a, sign * b.distance(u, v, w));
}

function around(a: Point, b: Point, reach: Point): Box {
  const [low, high] = [extreme(Math.min, a, b), extreme(Math.max, a, b)];
  return [
    [low[0] - reach[0], low[1] - reach[1], low[2] - reach[2]],
    [high[0] + reach[0], high[1] + reach[1], high[2] + reach[2]],
  ];
}

const extreme = (pick: (x: number, y: number) => number, a: Point, b: Point): Point => [
  pick(a[0], b[0]),
  pick(a[1], b[1]),
  pick(a[2], b[2]),
];

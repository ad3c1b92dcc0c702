import { expect, it } from 'vitest';

import { unchangedPlaces } from '../../../src/preprocess/augment/places';
import { rotate } from '../../../src/preprocess/augment/rotate';
import { scale } from '../../../src/preprocess/augment/scale';
import { warpImage } from '../../../src/preprocess/augment/warpImage';
import { warpMask } from '../../../src/preprocess/augment/warpMask';
import golden from '../../golden/augment.json';

const image = Float32Array.from(golden.image);

it.each(golden.warps)("$degrees degrees with a zoom of $zoom equal SciPy's, per channel", (warp) => {
  const places = unchangedPlaces(golden);
  rotate(places, warp.degrees);
  scale(places, warp.zoom);
  const warped = warpImage(image, places);
  expect(Math.max(...warp.image.map((expected, i) => Math.abs(expected - warped[i]!)))).toBeLessThan(1e-6);
});

it('unchanged places give the same image and mask, bit by bit, per channel', () => {
  const mask = Uint8Array.from(golden.image, (level) => 255 * level);
  expect(warpImage(image, unchangedPlaces(golden))).toEqual(image);
  expect(warpMask(mask, unchangedPlaces(golden))).toEqual(mask);
});

it('image and mask come from the same places: bilinear and nearest differ by half a pixel at most', () => {
  const [height, width] = [20, 30];
  const places = unchangedPlaces({ height, width });
  rotate(places, 25);
  scale(places, 0.8);
  const at = Array.from({ length: height * width }, (_, i) => [1 + Math.floor(i / width), 1 + (i % width)]).flat();
  const linear = warpImage(Float32Array.from(at), places);
  const nearest = warpMask(Uint8Array.from(at), places);
  expect(linear.some((value) => value === 0)).toBe(true);
  linear.forEach((value, i) => {
    expect(value === 0).toBe(nearest[i] === 0);
    expect(Math.abs(value - nearest[i]!)).toBeLessThanOrEqual(0.500001);
  });
});

import { deriveSeed, Random } from '../../utils/random';
import { blur } from './blur';
import { brightness } from './brightness';
import { contrast } from './contrast';
import { drawNodeMoves, elastic } from './elastic';
import { gamma } from './gamma';
import { lowResolution } from './lowResolution';
import { noise } from './noise';
import { type Places, type Sides, unchangedPlaces } from './places';
import { rotate } from './rotate';
import { changesOn, type SampleChange, type SampleChanges } from './sampleAugmentationOptions';
import { scale } from './scale';
import { warpImage } from './warpImage';
import { warpMask } from './warpMask';

/** An image and its mask, `[height, width, channels]` each, row by row; their numbers of channels may differ. */
export interface ImageAndMask {
  readonly height: number;
  readonly width: number;
  /** Grey levels from 0 to 1. */
  readonly image: Float32Array;
  /** Labels; any whole numbers from 0 to 255. */
  readonly mask: Uint8Array;
}

/** Draws the amount of a change within the value of its option, and changes the places. */
type PlaceChange = (places: Places, most: number, random: Random) => void;
type GreyChange = (image: Float32Array, most: number, random: Random, sides: Sides) => Float32Array;

/** From the new pixels to the old ones: the image is zoomed first, and deformed last. */
const placeChanges: readonly (readonly [SampleChange, PlaceChange])[] = [
  ['elastic', (places, most, random) => elastic(places, drawNodeMoves(random, most))],
  ['rotate', (places, most, random) => rotate(places, random.uniform(-most, most))],
  ['scale', (places, most, random) => scale(places, factorOf(most, random))],
];

/** In the order of nnU-Net. */
const greyChanges: readonly (readonly [SampleChange, GreyChange])[] = [
  ['noise', (image, most, random) => noise(image, random.uniform(0, most), random)],
  ['blur', (image, most, random, sides) => blur(image, sides, random.uniform(0, most))],
  ['brightness', (image, most, random) => brightness(image, factorOf(most, random))],
  ['contrast', (image, most, random, sides) => contrast(image, sides, factorOf(most, random))],
  ['lowResolution', (image, most, random, sides) => lowResolution(image, sides, random.uniform(1, most))],
  ['gamma', (image, most, random) => gamma(image, factorOf(most, random))],
];

/**
 * Changes a sample at random: elastic deformation, rotation and zoom in one resampling, then the grey levels. Arrays that
 * no change touches are those of the sample.
 */
export function changeSample<S extends ImageAndMask>(sample: S, changes: SampleChanges, seed: number): S {
  const drawn = drawChanges(changes, seed);
  let { image, mask } = sample;
  const warps = placeChanges.filter(([name]) => drawn.has(name));
  if (warps.length > 0) {
    const places = unchangedPlaces(sample);
    for (const [name, change] of warps) change(places, changes[name], drawn.get(name)!);
    [image, mask] = [warpImage(image, places), warpMask(mask, places)];
  }
  for (const [name, change] of greyChanges) {
    const random = drawn.get(name);
    if (random) image = change(image, changes[name], random, sample);
  }
  return { ...sample, image, mask };
}

/**
 * Draws which changes happen. Each has its own random numbers, so that switching one change off does not alter the others.
 */
function drawChanges(changes: SampleChanges, seed: number): Map<SampleChange, Random> {
  const own = changesOn(changes).map((name) => [name, new Random(deriveSeed(seed, name))] as const);
  return new Map(own.filter(([, random]) => random.uniform() < changes.probability));
}

/** Draws a factor from 1 / (1 + `most`) to 1 + `most`, log-uniformly: as often above 1 as below. */
const factorOf = (most: number, random: Random): number => (1 + most) ** random.uniform(-1, 1);

import * as tf from '@tensorflow/tfjs';
import { AASPP, buildMsaUnet, type CompositeLayer, MSAM, MSRB, RASM } from 'msa-unet';

import type { Place } from './place';
import type { Symbols } from './symbols';

/** A figure of the paper: what it draws, and where. Its boxes and arrows come from the network itself. */
export interface PaperFigure {
  readonly number: number;
  /** The layer that it draws the inside of; `null`: the whole network. */
  readonly block: string | null;
  /** Name of its file, without the ending. */
  readonly file: string;
  readonly title: string;
  /** Builds the network that the figure draws. */
  readonly build: () => tf.LayersModel;
  /** What to write in the boxes of the inputs, by their symbol. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What to write in the box of the output. */
  readonly output: string;
  /** Symbols for lengths and numbers of channels. */
  readonly symbols: Symbols;
  /** Symbols of maps, by the box that computes them. */
  readonly names: Readonly<Record<string, string>>;
  /** The middle of every box; `y` is the output. */
  readonly places: Readonly<Record<string, Place>>;
  /** Height of a row, and the usual size of a box. */
  readonly rowHeight: number;
  readonly box: readonly [width: number, height: number];
}

// Lengths that are no multiples of each other, so that each has one symbol.
const [H, W, C, CPrime] = [8 * 13, 8 * 17, 11, 19];

/** Fig. 1 to 5 of the paper. */
export const paperFigures: readonly PaperFigure[] = [
  {
    ...{ number: 1, block: null, file: 'figure-1-msa-unet', title: 'MSA-UNet' },
    build: () => buildMsaUnet([512, 512, 1]),
    ...{ inputs: { image: 'image' }, output: 'probabilities', symbols: {}, names: {} },
    ...{ rowHeight: 47, box: [136, 44] },
    places: {
      ...{ image: [80, 0.4], enc1: [80, 2], enc2: [80, 4], enc3: [80, 6], enc4: [80, 8], enc5: [80, 10] },
      ...{ down1: [80, 3, 'slim'], down2: [80, 5, 'slim'], down3: [80, 7, 'slim'], down4: [80, 9, 'slim'] },
      ...{ context: [280, 10], dec4: [280, 8], dec3: [280, 6], dec2: [280, 4], dec1: [280, 2] },
      ...{ head: [280, 0.4], y: [280, -1.1] },
    },
  },
  {
    ...{ number: 2, block: 'MSRB', file: 'figure-2-msrb', title: 'MSRB, the multi-scale residual block' },
    build: () => wired(new MSRB({ filters: CPrime }), [[H, W, C]]),
    ...{ inputs: { x: 'x' }, output: 'y', symbols: { H, W, C, 'C′': CPrime }, names: {} },
    ...{ rowHeight: 66, box: [104, 42] },
    places: {
      ...{ x: [180, 0], single: [62, 1.6], double1: [180, 1.1], double2: [180, 2.1], shortcut: [298, 3.1] },
      ...{ concat: [121, 3.1, [222, 42]], fuse: [121, 4.1], add: [121, 5], drop: [121, 5.9], y: [121, 6.9] },
    },
  },
  {
    ...{ number: 3, block: 'MSAM', file: 'figure-3-msam', title: 'MSAM, the multi-scale attention module' },
    build: () => wired(new MSAM(), [[H, W, C]]),
    ...{ inputs: { x: 'x' }, output: 'y', symbols: { H, W, C } },
    names: { pool2: 'F2', pool4: 'F4', pool8: 'F8', add: 'F4′', add2: 'F2′' },
    ...{ rowHeight: 62, box: [98, 42] },
    places: {
      ...{ x: [84, 0], pool2: [84, 1.15], pool4: [194, 1.15], pool8: [304, 1.15], at8: [304, 2.15], up: [304, 3.15] },
      ...{ add: [194, 3.95], at4: [194, 4.85], up2: [194, 5.85], add2: [84, 6.65], at2: [84, 7.55], up3: [84, 8.55] },
      ...{ gate: [84, 9.55], multiply: [84, 10.45], y: [84, 11.35] },
    },
  },
  {
    ...{ number: 4, block: 'AASPP', file: 'figure-4-aaspp', title: 'AASPP, attentive atrous spatial pyramid pooling' },
    build: () => wired(new AASPP(), [[H, W, C]]),
    ...{ inputs: { x: 'x' }, output: 'y', symbols: { H, W, C }, names: {} },
    ...{ rowHeight: 84, box: [80, 58] },
    places: {
      ...{ x: [180, 0], rate1: [48, 0.95], rate2: [136, 0.95], rate4: [224, 0.95], rate8: [312, 0.95] },
      ...{ attend1: [48, 1.95], attend2: [136, 1.95], attend4: [224, 1.95], attend8: [312, 1.95] },
      ...{ concat: [180, 2.85, [344, 42]], fuse: [180, 3.62, [104, 42]], y: [180, 4.39] },
    },
  },
  {
    ...{ number: 5, block: 'RASM', file: 'figure-5-rasm', title: 'RASM, the residual attention skip module' },
    build: () =>
      wired(new RASM(), [
        [H, W, C],
        [H / 2, W / 2, CPrime],
      ]),
    ...{ inputs: { l: 'low-level map l', h: 'high-level map h' }, output: 'y' },
    ...{ symbols: { H, W, C, 'C′': CPrime }, names: { up: 'u' } },
    ...{ rowHeight: 68, box: [104, 42] },
    places: {
      ...{ l: [85, 0, [150, 42]], h: [275, 0, [150, 42]], up: [275, 1, [150, 42]] },
      ...{ concat: [180, 2, [150, 42]], msrb1: [180, 3], msrb2: [180, 4], attend: [180, 5] },
      ...{ low: [62, 4], high: [298, 4], add: [180, 5.9], y: [180, 6.8] },
    },
  },
];

/** The inside of a block on maps of these shapes. */
function wired(block: CompositeLayer, shapes: readonly [number, number, number][]): tf.LayersModel {
  const maps = shapes.map((shape) => tf.input({ shape }));
  block.apply(maps.length === 1 ? maps[0]! : maps);
  return block.wiring;
}

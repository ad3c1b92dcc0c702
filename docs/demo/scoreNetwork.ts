import * as tf from '@tensorflow/tfjs';
import { type PhantomOptions, phantomDataSet, predictPadded, SegmentationScores } from 'msa-unet';

/** Scores on phantom patients: the Dice coefficient and its kin. */
export interface DemoScores {
  readonly patients: number;
  readonly slices: number;
  /** Mean and lowest Dice coefficient of a patient. */
  readonly dicePerPatient: { readonly mean: number; readonly lowest: number };
  /** Over the pixels of all slices together. */
  readonly allPixels: { readonly dice: number; readonly precision: number; readonly recall: number };
}

/** Scores a network that takes Hounsfield units on phantom patients. */
export async function scoreNetwork(model: tf.LayersModel, options: PhantomOptions): Promise<DemoScores> {
  const all = new SegmentationScores();
  const perPatient: number[] = [];
  let slices = 0;
  for (const { scans } of phantomDataSet(options)) {
    const own = new SegmentationScores();
    for (const scan of scans)
      for (let index = 0; index < scan.depth; index++, slices++) {
        const { values, mask, height, width } = await scan.readSlice(index);
        const predicted = await predictMask(model, Float32Array.from(values), [height, width]);
        for (const scores of [all, own]) scores.addMask(mask, predicted);
      }
    perPatient.push((await own.result()).micro.diceCoefficient);
  }
  const { diceCoefficient: dice, precision, recall } = (await all.result()).micro;
  return {
    ...{ patients: perPatient.length, slices },
    dicePerPatient: {
      mean: perPatient.reduce((sum, d) => sum + d, 0) / perPatient.length,
      lowest: Math.min(...perPatient),
    },
    allPixels: { dice, precision, recall },
  };
}

async function predictMask(model: tf.LayersModel, hu: Float32Array, [height, width]: [number, number]) {
  const probabilities = tf.tidy(() => predictPadded(model, tf.tensor4d(hu, [1, height, width, 1])));
  const values = await probabilities.data();
  probabilities.dispose();
  return Uint8Array.from(values, (p) => (p > 0.5 ? 1 : 0));
}

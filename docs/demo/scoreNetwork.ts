import * as tf from '@tensorflow/tfjs';
import { type CtScan, type PhantomOptions, phantomDataSet, predictPadded, SegmentationScores } from 'msa-unet';

/** Scores on phantom patients. */
export interface DemoScores {
  /** Dice coefficient of each patient over all its slices, from the first patient on. */
  readonly dice: readonly number[];
  readonly meanDice: number;
}

/** Scores a network that takes Hounsfield units on phantom patients. */
export async function scoreNetwork(model: tf.LayersModel, options: PhantomOptions): Promise<DemoScores> {
  const dice: number[] = [];
  for (const { scans } of phantomDataSet(options)) dice.push(await scorePatient(model, scans));
  return { dice, meanDice: dice.reduce((sum, one) => sum + one, 0) / dice.length };
}

async function scorePatient(model: tf.LayersModel, scans: readonly CtScan[]): Promise<number> {
  const scores = new SegmentationScores();
  for (const scan of scans)
    for (let index = 0; index < scan.depth; index++) {
      const { values, mask, height, width } = await scan.readSlice(index);
      scores.addMask(mask, await predictMask(model, Float32Array.from(values), [height, width]));
    }
  return (await scores.result()).micro.diceCoefficient;
}

async function predictMask(model: tf.LayersModel, hu: Float32Array, [height, width]: [number, number]) {
  const probabilities = tf.tidy(() => predictPadded(model, tf.tensor4d(hu, [1, height, width, 1])));
  const values = await probabilities.data();
  probabilities.dispose();
  return Uint8Array.from(values, (p) => (p > 0.5 ? 1 : 0));
}

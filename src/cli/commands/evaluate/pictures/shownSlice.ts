import type { LabelTable } from 'msa-unet';

/** Code of a pixel that nobody has drawn. */
const unknown = 255;

/** What the masks of a scan hold. */
export interface MaskMeaning {
  readonly labels: LabelTable | null;
  /** Names of labels that nobody has drawn in the scan. */
  readonly undrawn: readonly string[];
}

/**
 * Index of the slice to show: the one with the most wrongly labelled pixels, and of several such or of a scan without
 * any, the one with the most ground truth; of empty masks, the middle one. Pixels and labels that nobody has drawn are never
 * wrong.
 *
 * @param truths codes of the ground truth, slice by slice
 * @param predictionOf reads the codes of the prediction of a slice
 */
export function shownSlice(
  truths: readonly Uint8Array[],
  predictionOf: (slice: number) => Uint8Array,
  meaning: MaskMeaning,
): number {
  const isWrong = wrongness(meaning);
  let best = { slice: Math.floor(truths.length / 2), wrong: 0, inside: 0 };
  for (const [slice, truth] of truths.entries()) {
    const prediction = predictionOf(slice);
    let [wrong, inside] = [0, 0];
    for (let i = 0; i < truth.length; i++) {
      if (truth[i]! > 0 && truth[i] !== unknown) inside++;
      if (truth[i] !== prediction[i] && isWrong(truth[i]!, prediction[i]!)) wrong++;
    }
    if (wrong > best.wrong || (wrong === best.wrong && inside > best.inside)) best = { slice, wrong, inside };
  }
  return best.slice;
}

/** Makes a function that says whether a prediction is wrong, of codes that differ. */
function wrongness({ labels, undrawn }: MaskMeaning): (truth: number, prediction: number) => boolean {
  const missing = labels?.labels.flatMap(({ name }, i) => (undrawn.includes(name) ? [i] : [])) ?? [];
  if (labels?.regions) {
    const drawn = missing.reduce((bits, i) => bits & ~(1 << i), unknown);
    return (truth, prediction) => truth !== unknown && ((truth ^ prediction) & drawn) !== 0;
  }
  const excused = new Set(missing.map((i) => i + 1));
  return (truth, prediction) => truth !== unknown && !(truth === 0 && excused.has(prediction));
}

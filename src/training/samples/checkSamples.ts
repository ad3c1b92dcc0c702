import { checkMasks } from '../../data/checkMasks';
import { SampleFingerprint } from '../checkpoint/sampleFingerprint';
import type { TrainSettings } from '../trainOptions';
import { indicesOf } from './batches';
import { readAhead } from './readAhead';

/** Tell the samples of both parts apart from others. */
export interface Fingerprints {
  readonly train: string;
  readonly val: string;
}

/**
 * Reads every sample once, as far as it comes before the signal.
 *
 * @throws RangeError if a part is empty, a mask is not from 0 to 1, or all of `train` are empty
 */
export async function checkSamples(settings: TrainSettings): Promise<Fingerprints> {
  const train = await checkPart('train', settings);
  if (!train.foreground && !settings.signal?.aborted)
    throw new RangeError(
      'trainSegmentation: `train` must show what to find; every mask is empty. Look at how they were made',
    );
  const val = await checkPart('val', settings);
  return { train: train.fingerprint, val: val.fingerprint };
}

async function checkPart(
  part: 'train' | 'val',
  { [part]: samples, prefetch, signal, checkpoint }: TrainSettings,
): Promise<{ foreground: boolean; fingerprint: string }> {
  if (samples.length === 0) throw new RangeError(`trainSegmentation: \`${part}\` must hold samples; it is empty`);
  const fingerprint = new SampleFingerprint();
  let foreground = false;
  for await (const sample of readAhead(indicesOf(samples), async (i) => samples.read(i), prefetch)) {
    if (signal?.aborted) break;
    await checkMasks(sample.mask, `${part}: mask of ${sample.patient} ${sample.name}`);
    foreground ||= sample.mask.some((value) => value > 0);
    if (checkpoint) fingerprint.add(sample);
  }
  return { foreground, fingerprint: fingerprint.toString() };
}

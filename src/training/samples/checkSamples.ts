import { checkMasks } from '../../data/checkMasks';
import type { LabelTable } from '../../data/labels/labelTable';
import { undrawn } from '../../data/labels/maskCodes';
import { requireCodes } from '../../data/labels/requireCodes';
import type { Sample } from '../../data/sample';
import { invalidOption } from '../../utils/errors';
import { OptionError } from '../../utils/optionError';
import { SampleFingerprint } from '../checkpoint/sampleFingerprint';
import type { TrainSettings } from '../trainOptions';
import { indicesOf } from './batches';
import { readAhead } from './readAhead';

/** Height and width that a model takes; `null`: any. */
export type InputSides = readonly [height: number | null, width: number | null];

/** Fingerprints of the samples of both parts. */
export interface Fingerprints {
  readonly train: string;
  readonly val: string;
}

/**
 * Reads and checks every sample once, until the signal aborts.
 *
 * @param shape height and width that the model takes; `null`: any
 * @throws OptionError if a part is empty, a sample has another size than the model takes, an image is not finite, a mask is not from 0 to 1, or all masks of `train` are empty
 */
export async function checkSamples(settings: TrainSettings, shape: InputSides): Promise<Fingerprints> {
  const train = await checkPart('train', settings, shape);
  if (!train.foreground && !settings.signal?.aborted)
    throw new OptionError({
      owner: 'trainSegmentation',
      option: 'train',
      expected: 'samples with foreground in their masks',
      received: train.fingerprint,
      problem: 'every mask in `train` is empty',
      fix: { action: 'check the masks, and that `liverLabels` names labels in them' },
    });
  const val = await checkPart('val', settings, shape);
  return { train: train.fingerprint, val: val.fingerprint };
}

async function checkPart(
  part: 'train' | 'val',
  { [part]: samples, prefetch, signal, checkpoint }: TrainSettings,
  shape: InputSides,
): Promise<{ foreground: boolean; fingerprint: string }> {
  if (samples.length === 0) throw invalidOption('trainSegmentation', part, 'at least one sample', []);
  const fingerprint = new SampleFingerprint();
  let foreground = false;
  for await (const sample of readAhead(indicesOf(samples), async (i) => samples.read(i), prefetch)) {
    if (signal?.aborted) break;
    requireFitting(sample, part, shape);
    requireFiniteImage(sample, part);
    await requireMask(sample, part, samples.labels ?? null);
    foreground ||= sample.mask.some((value) => value > 0 && value !== undrawn);
    if (checkpoint) fingerprint.add(sample);
  }
  return { foreground, fingerprint: fingerprint.toString() };
}

async function requireMask({ mask, patient, name }: Sample, part: string, labels: LabelTable | null): Promise<void> {
  if (labels) requireCodes('trainSegmentation', part, mask, labels, `${patient} ${name}`);
  else await checkMasks(mask, `${part}: mask of ${patient} ${name}`);
}

function requireFiniteImage({ image, patient, name }: Sample, part: string): void {
  const wrong = image.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  throw new OptionError({
    owner: 'trainSegmentation',
    option: part,
    expected: 'images with finite values',
    received: image[wrong],
    problem: `\`${part}\`: the image of ${patient} ${name} must be finite; received ${image[wrong]} (pixel ${wrong} of ${image.length})`,
    fix: { action: 'set pixels without a value to that of air' },
  });
}

function requireFitting({ height, width, patient, name }: Sample, part: string, [rows, columns]: InputSides): void {
  if (height === (rows ?? height) && width === (columns ?? width)) return;
  const [expected, received] = [`${rows ?? 'any'} × ${columns ?? 'any'} pixels`, `${height} × ${width}`];
  throw new OptionError({
    owner: 'trainSegmentation',
    option: part,
    expected: `images of ${expected}`,
    received: [height, width],
    problem: `\`${part}\`: the model takes ${expected}; ${patient} ${name} has ${received}`,
    fix: {
      action: 'prepare slices in the size of the model',
      code: `prepareSlices(slices, { size: [${rows}, ${columns}] })`,
    },
  });
}

import {
  type CtScan,
  type CtSlice,
  huDoubt,
  type PredictVolumeOptions,
  predictVolume,
  scanVolume,
  type Volume,
  type VolumePair,
} from 'msa-unet';
import type { Run } from 'msa-unet/node';

import { statusLine } from '../../statusLine';
import type { CasePictures } from './pictures/casePictures';

/** How scans are predicted. */
interface Predicting {
  readonly options: PredictVolumeOptions;
  readonly signal: AbortSignal;
  /** Takes what it needs of each scan; `null`: no pictures are drawn. */
  readonly pictures: CasePictures | null;
  /** Kinds of doubt that have been noted. */
  readonly doubted: Set<string>;
}

/** Predicts one scan after the other. */
export async function* predictedPairs(
  scans: readonly CtScan[],
  run: Run,
  { options, signal, pictures, doubted }: Predicting,
): AsyncGenerator<VolumePair> {
  const status = statusLine();
  for (const [i, scan] of scans.entries()) {
    const [names, masks]: [string[], Uint8Array[]] = [[], []];
    const noted = noting(scan, (index, { name, mask }) => {
      names[index] = name;
      if (pictures) masks[index] = mask;
    });
    const { image, labels } = await scanVolume(noted, { onNote: null });
    const isGrey = image.data instanceof Uint8Array;
    const doubt = isGrey ? null : huDoubt(image);
    if (doubt && !doubted.has(doubt.looksLike))
      console.error(`Note: ${scan.name}: ${doubt.text}. Scans like it get no further note`);
    if (doubt) doubted.add(doubt.looksLike);
    const prediction = await predictVolume(run.model, image, {
      ...options,
      ...(isGrey && options.window ? { window: { windowMin: 0, windowMax: 255 }, windows: null } : {}), // already windowed
      signal,
      onProgress: ({ slices, depth }) => status.show(`scan ${i + 1}/${scans.length}  slice ${slices}/${depth}`),
    });
    status.clear();
    pictures?.add(scan, masks.splice(0), prediction); // released before the scan is scored
    const { patient, name, spacing, affine = null, isUneven = false } = scan;
    const grid = { shape: image.shape, spacing, affine, isUneven };
    yield {
      patient,
      name,
      slices: names,
      truth: { ...contentOf(labels), ...grid },
      prediction: { ...contentOf(prediction), ...grid },
      ...(scan.undrawn ? { undrawn: scan.undrawn } : {}),
    };
  }
}

const contentOf = ({ data, codes, segments }: Volume) => ({
  data,
  ...(codes ? { codes } : {}),
  ...(segments ? { segments } : {}),
});

/** Wraps a scan so that every slice read is reported. */
const noting = (scan: CtScan, note: (index: number, slice: CtSlice) => void): CtScan => ({
  ...scan,
  readSlice: async (index) => {
    const slice = await scan.readSlice(index);
    note(index, slice);
    return slice;
  },
});

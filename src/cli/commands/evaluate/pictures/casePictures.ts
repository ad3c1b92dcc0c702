import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';

import {
  type CtScan,
  drawOverlay,
  type EvaluationReport,
  encodePng,
  type HuWindowOptions,
  type LabelTable,
  type Picture,
  type Volume,
  windowHu,
} from 'msa-unet';
import { requireWritable, writeFileAtomic } from 'msa-unet/node';

import { visibleFiles } from '../../../outputs';
import { isPictureName, pictureName } from './pictureName';
import { rankVolumes } from './rankVolumes';
import { shownSlice } from './shownSlice';
import { sliceCodes } from './sliceCodes';

/** The slice of a scan with the most errors, with its prediction. */
interface Case {
  readonly scan: CtScan;
  readonly slice: number;
  /** Codes of the prediction, deflated: few bytes per scan, however many there are. */
  readonly prediction: Uint8Array;
}

/** A picture that has been written. */
export interface WrittenPicture {
  readonly file: string;
  /** Mean over the labels of the whole scan. */
  readonly diceCoefficient: number;
}

/**
 * Checks, before hours of work, that pictures can be written into a folder.
 *
 * @throws Error if they cannot, or `force` is false and it has pictures of an earlier evaluation
 */
export async function requirePictureFolder(folder: string, force: boolean): Promise<void> {
  await requireWritable(folder, 'folder');
  const before = (await visibleFiles(folder)).find(isPictureName);
  if (before !== undefined && !force)
    throw new Error(`${join(folder, before)} already exists; pass --force to replace the pictures`);
}

/** Pictures of the worst and the middle scans. Keeps one slice of each scan until the scores are known. */
export class CasePictures {
  private readonly cases = new Map<string, Case>();

  /** @param labels of the network; `null`: the liver alone */
  constructor(private readonly labels: LabelTable | null) {}

  /**
   * Keeps the slice of a scan with the most errors.
   *
   * @param truths codes of its ground truth, slice by slice
   */
  add(scan: CtScan, truths: readonly Uint8Array[], prediction: Volume): void {
    const codesOf = (slice: number) => sliceCodes(prediction, this.labels, slice);
    const slice = shownSlice(truths, codesOf, { labels: this.labels, undrawn: scan.undrawn ?? [] });
    this.cases.set(keyOf(scan.patient, scan.name), { scan, slice, prediction: deflateSync(codesOf(slice)) });
  }

  /**
   * Draws the worst and the middle scans of the report into a folder, in place of pictures of an earlier evaluation.
   *
   * @param window CT window of the pictures; `null`: the paper's
   */
  async write(
    folder: string,
    { volumes }: EvaluationReport,
    window: HuWindowOptions | null,
  ): Promise<WrittenPicture[]> {
    await mkdir(resolve(folder), { recursive: true }); // of a removed working directory, a relative path hangs
    for (const name of await visibleFiles(folder)) if (isPictureName(name)) await rm(join(folder, name));
    const written: WrittenPicture[] = [];
    for (const { rank, volume } of rankVolumes(volumes)) {
      const { patient, volume: name, diceCoefficient } = volume;
      const drawn = this.cases.get(keyOf(patient, name))!;
      const slice = await drawn.scan.readSlice(drawn.slice);
      const file = pictureName(rank, [patient, name, slice.name]);
      const picture = draw(slice, inflateSync(drawn.prediction), { labels: this.labels, window });
      await writeFileAtomic(join(folder, file), encodePng(picture));
      written.push({ file, diceCoefficient });
    }
    return written;
  }
}

const keyOf = (patient: string, name: string) => JSON.stringify([patient, name]);

type Slice = Awaited<ReturnType<CtScan['readSlice']>>;

/** Draws a slice at its own size, or enlarged to about 512 pixels. */
function draw(
  { height, width, values, unit, mask }: Slice,
  prediction: Uint8Array,
  { labels, window }: { readonly labels: LabelTable | null; readonly window: HuWindowOptions | null },
): Picture {
  const longer = Math.max(height, width);
  const image = unit === 'hu' ? windowHu(values, window ?? {}) : Float32Array.from(values, (grey) => grey / 255);
  const side = longer * Math.max(1, Math.round(512 / longer));
  return drawOverlay({ height, width, image, truth: mask, prediction, labels, side, legend: true });
}

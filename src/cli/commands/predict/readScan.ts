import { type CtFile, huDoubt, peekVoxels, readVolume, type Volume } from 'msa-unet';

import type { Values } from '../../args/option';
import { holdsLabels } from '../../holdsLabels';
import type { predictOptions } from '../../options/predictOptions';
import { readOptions, type seriesOptions } from '../../options/seriesOptions';

/** The options that say how a scan is read. */
export type ReadingValues = Values<typeof seriesOptions & Pick<typeof predictOptions, 'windowMin' | 'windowMax'>>;

/** The scan that is read, as its errors name it. */
export interface NamedScan {
  readonly image: string;
  readonly files: readonly CtFile[];
}

/** The error of a file whose voxels are not Hounsfield units. */
export class WrongVoxels extends Error {
  constructor(
    message: string,
    /** Whether it is a mask, or looks like one. */
    readonly isMask: boolean,
  ) {
    super(message);
  }
}

/** Checks a scan by its headers. @throws WrongVoxels if they show that it has no Hounsfield units */
export async function requireUnits({ image, files }: NamedScan, values: ReadingValues): Promise<void> {
  const voxels = await peekVoxels(files, readOptions(values));
  if (voxels === 'label') throw new WrongVoxels(holdsLabels(image).message, true);
  if (voxels === 'bytes' && !isWindowGiven(values)) throw noUnits(image, false);
}

/** Reads a scan. @throws WrongVoxels if it holds labels, or grey levels and no window says what they are */
export async function readScan({ image, files }: NamedScan, values: ReadingValues): Promise<Volume> {
  const notes: string[] = [];
  const volume = await readVolume(files, { ...readOptions(values), onNote: (note) => notes.push(note) });
  if (volume.kind !== 'hu') throw new WrongVoxels(holdsLabels(image).message, true);
  const { looksLike } = huDoubt(volume) ?? {};
  const isBytes = volume.data instanceof Uint8Array;
  if ((looksLike === 'labels' || looksLike === 'grey' || isBytes) && !isWindowGiven(values))
    throw noUnits(image, looksLike !== 'grey');
  for (const note of notes) console.error(`Note: ${note}`);
  return volume;
}

const isWindowGiven = ({ windowMin, windowMax }: ReadingValues) => windowMin !== undefined || windowMax !== undefined;

const noUnits = (image: string, isMask: boolean) =>
  new WrongVoxels(
    `${image} holds grey levels or labels, not Hounsfield units. Pass the scan itself, exported from DICOM again if it has been windowed. For a network that was trained on such grey levels, pass --window-min and --window-max as in its training`,
    isMask,
  );

import { stat } from 'node:fs/promises';

import {
  type CtDataSet,
  type CtFile,
  CtFileError,
  type CtScan,
  dataSetOf,
  huDoubt,
  peekVoxels,
  readVolume,
  type Volume,
} from 'msa-unet';
import { ctFiles } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { holdsLabels } from '../../holdsLabels';
import { readOptions, type seriesOptions } from '../../options/seriesOptions';
import { scanName } from '../../scanName';

/**
 * Opens a scan without a mask as a data set of empty masks: a file, or a folder of DICOM files.
 *
 * @param noDataSet why the path is not a data set; thrown for a folder that does not hold a scan either
 * @throws Error if it is a mask
 */
export async function scanAlone(
  path: string,
  choice: Values<typeof seriesOptions>,
  noDataSet: unknown,
): Promise<CtDataSet> {
  const found = await stat(path).catch(() => {
    throw noDataSet;
  });
  const notes: string[] = [];
  const onNote = (note: string) => notes.push(note);
  const files = await ctFiles(path);
  const read = async () => {
    const isMask = (await peekVoxels(files, readOptions(choice))) === 'label';
    return isMask ? null : readVolume(files, { ...readOptions(choice), onNote });
  };
  const volume = await read().catch((cause: unknown) => {
    if (!found.isFile() && !needsChoice(cause)) throw noDataSet;
    if (!found.isFile() && cause instanceof Error && hasFolders(files)) throw ofSeveralFolders(cause);
    throw cause instanceof CtFileError && isOnMask(cause.message) ? maskAlone(path) : cause;
  });
  if (!volume || huDoubt(volume)?.looksLike === 'labels') throw maskAlone(path);
  const scan = scanOf(volume, scanName(path));
  return dataSetOf({
    name: 'A scan without a mask',
    scans: [scan],
    notes: notes.some(isOnMask) ? [...notes, masksBeside] : notes,
  });
}

const maskAlone = (path: string) => new Error(`${holdsLabels(path).message}. ${patterns}`);

/** Whether a message says that masks are no scan, or were skipped beside one. */
const isOnMask = (message: string) =>
  /((is|are) skipped|no CT image): .*(\((SEG|RTSTRUCT)\)|(NIfTI|MetaImage|NRRD) beside DICOM)/.test(message);

/** Whether files lie in several folders. */
const hasFolders = (files: readonly CtFile[]) => new Set(files.map(({ name }) => name.replace(/[^/]*$/, ''))).size > 1;

const ofSeveralFolders = (cause: Error) =>
  new Error(
    `${cause.message}. The files lie in several folders: if these are patients, pass two patterns, such as --image '*/CT' ` +
      "--mask '*/liver', or the folder of one of them",
    { cause },
  );

const patterns =
  "To check masks on their scans, pass the folder of all patients with two patterns: --image '*/CT' --mask '*/liver'";
const masksBeside = `the scan has masks beside it. ${patterns}`;

/** Whether an error lists series or acquisitions to choose from. */
const needsChoice = (cause: unknown) =>
  cause instanceof CtFileError &&
  cause.fix.some((fix) => 'option' in fix && ['seriesUid', 'acquisition'].includes(fix.option));

function scanOf({ data, shape, spacing, affine, isUneven = false, slicePlaces, source }: Volume, name: string): CtScan {
  const [depth, height, width] = shape;
  const pixels = height * width;
  const isPlain = data instanceof Int16Array || data instanceof Float32Array || data instanceof Uint8Array;
  const values = isPlain ? data : Float32Array.from(data);
  const unit = data instanceof Uint8Array ? 'grey' : 'hu';
  const readSlice = async (z: number) => ({
    ...({ patient: name, name: `${name}/${z}`, height, width, unit } as const),
    values: values.subarray(z * pixels, (z + 1) * pixels),
    mask: new Uint8Array(pixels),
  });
  const uneven = { isUneven, ...(slicePlaces && { slicePlaces }) };
  return { patient: name, name, depth, spacing, affine, ...uneven, fingerprint: source, readSlice };
}

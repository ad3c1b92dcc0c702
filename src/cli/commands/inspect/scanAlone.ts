import { stat } from 'node:fs/promises';

import { type CtDataSet, CtFileError, type CtScan, dataSetOf, readVolume, type Volume } from 'msa-unet';
import { ctFiles } from 'msa-unet/node';

import type { Values } from '../../args/option';
import { readOptions, type seriesOptions } from '../../options/seriesOptions';
import { scanName } from '../../scanName';

/**
 * Opens a scan without a mask as a data set of empty masks: a file, or a folder of DICOM files.
 *
 * @param noDataSet why the path is no data set; thrown for a folder that holds no scan either
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
  const volume = await readVolume(await ctFiles(path), { ...readOptions(choice), onNote }).catch((cause: unknown) => {
    throw found.isFile() || needsChoice(cause) ? cause : noDataSet;
  });
  return dataSetOf({ name: 'A scan without a mask', scans: [scanOf(volume, scanName(path))], notes });
}

/** Whether an error lists series or acquisitions to choose from. */
const needsChoice = (cause: unknown) =>
  cause instanceof CtFileError &&
  cause.fix.some((fix) => 'option' in fix && ['seriesUid', 'acquisition'].includes(fix.option));

function scanOf({ data, shape, spacing, affine, isUneven = false, source }: Volume, name: string): CtScan {
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
  return { patient: name, name, depth, spacing, affine, isUneven, fingerprint: source, readSlice };
}

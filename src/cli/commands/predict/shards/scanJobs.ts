import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { findScans } from 'msa-unet/node';

import { pattern } from '../../../args/readers';
import { UsageError } from '../../../args/usageError';
import { scanName } from '../../../scanName';
import type { MaskFormat } from '../maskFormat';

/** A scan, and the mask that it gets. */
export interface ScanJob {
  /** Its name among all: `patient-1/ct`. */
  readonly name: string;
  /** Its file or folder, as messages name it. */
  readonly path: string;
  /** Its files. */
  readonly paths: readonly string[];
  /** The mask. */
  readonly out: string;
}

/** Where scans lie, and their masks. */
export interface ScanPlaces {
  readonly data: string | undefined;
  readonly image: readonly string[] | undefined;
  readonly out: string;
}

/**
 * All scans of a folder, or all that the command line names, in an order that is the same in every process.
 *
 * @throws UsageError if there are none, or two have the same name
 */
export async function scanJobs({ data, image, out }: ScanPlaces, format: MaskFormat): Promise<readonly ScanJob[]> {
  const found = data === undefined ? named(image) : await below(data, image, out);
  const jobs = found.map((scan) => ({ ...scan, out: join(out, `${scan.name}-mask${format.ending}`) }));
  const names = new Set<string>();
  for (const { name, out: mask } of jobs) {
    if (names.has(name)) throw new UsageError(`Two scans would be written to ${mask}; pass their folder as --data`);
    names.add(name);
  }
  return jobs;
}

function named(images: readonly string[] | undefined): Omit<ScanJob, 'out'>[] {
  if (!images) throw new UsageError('--image PATH or --data DIR is needed');
  return images.map((path) => ({ name: scanName(path), path, paths: [path] }));
}

async function below(
  data: string,
  images: readonly string[] | undefined,
  out: string,
): Promise<readonly Omit<ScanJob, 'out'>[]> {
  if (images && images.length > 1)
    throw new UsageError(`With --data, --image is a pattern, given once; received ${images.length} paths`);
  if (resolve(data) === resolve(out))
    throw new UsageError(`--out must be another folder than --data; received "${out}" for both`);
  const image = images ? pattern(images[0]!, '--image') : null;
  const found = await findScans(data, { image, except: out, onNote: (note) => console.error(`Note: ${note}`) });
  if (found.length > 0) return found;
  throw new Error(`${data} holds no scan: no volume file, zip or folder of DICOM slices`);
}

/** Bytes of the files of a scan; a folder counts nothing. */
export async function bytesOf({ paths }: Pick<ScanJob, 'paths'>): Promise<number> {
  let bytes = 0;
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}

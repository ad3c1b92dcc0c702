import { basename, resolve } from 'node:path';
import { readBytes } from '../../data/ctFile';
import { CtFileError } from '../../data/ctFileError';
import { type CtDataSet, type CtScan, dataSetOf } from '../../data/dataSet';
import { decodeMaskPng } from '../../data/formats/png/decodePng';
import { CallError } from '../../utils/callError';
import { requireKnown } from '../../utils/check';
import { dicomScan } from './dicomScan';
import type { FoundFile } from './diskFile';
import { filesByFolder, folderOf, lastPart } from './filesByFolder';
import { type OpenOptions, openSources, type Sources } from './sources';

/**
 * Opens the CT scans of CHAOS: `CT/<id>/DICOM_anon/*.dcm` with `CT/<id>/Ground/liver_GT_000.png …`. MR scans are
 * skipped.
 *
 * The n-th mask belongs to the n-th file by name, whichever direction the slices are stacked in. Options:
 * {@link OpenOptions}.
 *
 * @throws Error if there are no patients, or masks and images of a patient do not match
 * @throws CtFileError if a DICOM header cannot be read
 * @example
 * ```ts no-run
 * import { openChaos } from 'msa-unet/node';
 *
 * const data = await openChaos('data/CHAOS/Train_Sets');
 * console.log(data.patients.length); // 20
 * ```
 */
export async function openChaos(directory: string, options: OpenOptions = {}): Promise<CtDataSet> {
  requireKnown<OpenOptions>('openChaos', options, { cacheBytes: 0 });
  return chaosFrom(await openSources('openChaos', directory, options));
}

/** {@link openChaos} for files already listed. */
export async function chaosFrom({ owner, directory, files }: Sources): Promise<CtDataSet> {
  const folders = filesByFolder(files);
  const isMr = (folder: string) => /(^|\/)(MR|T1DUAL|T2SPIR)(\/|$)/.test(folder);
  const all = [...folders.keys()].filter((folder) => lastPart(folder) === 'DICOM_anon');
  const scans: CtScan[] = [];
  const notes = all.some(isMr) ? ['MR scans are skipped: this library is for CT'] : [];
  for (const folder of all.filter((name) => !isMr(name))) {
    const patient = lastPart(folderOf(folder)) || basename(resolve(directory));
    const images = folders.get(folder)!.filter(({ name }) => /\.dcm$/i.test(name));
    const ground = `${folder.slice(0, -'DICOM_anon'.length)}Ground`;
    const masks = (folders.get(ground) ?? []).filter(({ name }) => /\.png$/i.test(name));
    if (images.length === 0 || images.length !== masks.length)
      throw new CallError(
        owner,
        `${folder} has ${images.length} slices, but ${ground} has ${masks.length} masks; unpack them again, or move scans without masks away`,
      );
    const opened = await dicomScan({
      ...{ patient, images, firstAt: 'head', readMask },
      masks: masks.map((mask) => [mask]),
    });
    scans.push(opened.scan);
    notes.push(...opened.notes);
  }
  if (scans.length === 0)
    throw new CallError(
      owner,
      `no CT scans of CHAOS in ${directory}; slices must lie at CT/<id>/DICOM_anon/*.dcm, masks at CT/<id>/Ground/liver_GT_000.png`,
    );
  return dataSetOf({ name: 'CHAOS CT', scans, notes });
}

async function readMask(file: FoundFile) {
  const bytes = await readBytes(file);
  try {
    const { height, width, data } = decodeMaskPng(bytes);
    return { rows: height, columns: width, values: data };
  } catch (cause) {
    throw new CtFileError(file.name, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

import { basename, dirname, resolve } from 'node:path';
import { readStart } from '../../data/ctFile';
import type { CtDataSet } from '../../data/dataSet';
import { whyNoDicom } from '../../data/formats/dicom/parse';
import { requireKnown } from '../../utils/check';
import { counted } from '../../utils/counted';
import type { Fix } from '../../utils/fix';
import { groupBy } from '../../utils/groupBy';
import { OptionError } from '../../utils/optionError';
import { folderOf } from './filesByFolder';
import { layouts } from './layouts';
import { niftiPairsFrom, type OpenNiftiPairsOptions, pairOptionNames } from './openNiftiPairs';
import { openSources, type Sources } from './sources';
import { volumeStem } from './volumeFile';

/**
 * Opens a data set after recognising its layout: 3D-IRCADb-01, SLIVER07, LiTS, the liver task of the Medical
 * Segmentation Decathlon, nnU-Net's raw data, TotalSegmentator, CHAOS, or PNG slices. Where a `dataset.json` names the
 * labels, the liver is found by its name. With `image` or `mask`, opens pairs of volumes that match these
 * patterns. For options of another layout, call its own function. Options: {@link OpenNiftiPairsOptions}.
 *
 * @throws OptionError if the folder matches no layout or several, or `liverLabels` is given for one without labels; the
 * message says what was found and what is expected. Otherwise as the function of the layout
 * @example
 * ```ts no-run
 * import { openDataSet } from 'msa-unet/node';
 *
 * const data = await openDataSet('data/3Dircadb');
 * console.log(data.name, data.patients.length, data.notes); // 3D-IRCADb-01 20 []
 * ```
 */
export async function openDataSet(directory: string, options: OpenNiftiPairsOptions = {}): Promise<CtDataSet> {
  requireKnown('openDataSet', options, pairOptionNames);
  const sources = await openSources('openDataSet', directory, options);
  if ((options.image ?? options.mask ?? null) !== null) return niftiPairsFrom(sources, options);
  const paths = sources.files.map(({ name }) => name);
  const fitting = layouts.filter(({ fits }) => fits(paths));
  const [layout, other] = fitting;
  if (!layout) throw unfit(directory, await whyNone(sources));
  if (other) throw unfit(directory, `${directory} holds ${fitting.map(({ name }) => name).join(' and ')}`, oneByOne);
  for (const option of ['liverLabels', 'labels'] as const)
    if (options[option] && !layout.hasLabels) throw meaningless(directory, layout.name, option, options[option]);
  return layout.open(sources, options);
}

const meaningless = (directory: string, layout: string, option: string, received: unknown) =>
  new OptionError({
    owner: 'openDataSet',
    option,
    expected: 'left out for data without labels',
    received,
    problem: `${directory} holds ${layout}, where \`${option}\` has no meaning`,
    fix: [{ option, value: undefined }, { action: 'choose volumes with the patterns `image` and `mask`' }],
  });

const oneByOne: Fix = {
  option: 'data',
  value: 'DIR',
  when: 'for each of their folders',
  action: 'open their folders one by one and mix them: `mixDataSets`',
};

function unfit(directory: string, problem: string, fix: Fix | readonly Fix[] = []): OptionError {
  const expected = 'a folder of one data set, in a known layout';
  return new OptionError({ owner: 'openDataSet', option: 'directory', expected, received: directory, problem, fix });
}

async function whyNone(sources: Sources): Promise<string> {
  const accepted = layouts.map(({ name, files }) => `  ${name}: ${files}`).join('\n');
  return `${sources.directory} holds ${await describe(sources)}. Supported layouts:\n${accepted}`;
}

/** Describes what the folder contains, and what to do with it if it is CT. */
async function describe({ directory, files }: Sources): Promise<string> {
  if (files.length === 0) return 'no files';
  const half = basename(resolve(directory));
  if (/^(images|masks)$/.test(half) && files.some(({ name }) => /\.png$/i.test(name)))
    return `the ${half} of PNG slices; give the folder above it, ${dirname(resolve(directory))}, which has images and masks`;
  const volumes = files.filter(({ name }) => volumeStem(name) !== null);
  if (volumes.length > 0)
    return `${counted(volumes.length, 'volume')} such as ${volumes[0]!.name}, in no known layout: choose scans and masks with the patterns \`image\` and \`mask\`, such as 'ct-*' and 'liver-*'`;
  const dicom = await firstDicom(files);
  if (dicom)
    return `DICOM files such as ${dicom}, in no known layout: choose folders of slices and their masks (SEG, RTSTRUCT, NIfTI, …) with the patterns \`image\` and \`mask\`, such as '${patternOf(dicom)}' and '*/liver'. Only predict and inspect take scans without masks`;
  return `${counted(files.length, 'file')} such as ${files[0]!.name}, in no known layout`;
}

/** The pattern of all patients' folders like that of a slice: a star, then DICOM, for `a/DICOM/1.dcm`. */
function patternOf(slice: string): string {
  const folders = folderOf(slice).split('/');
  return folders.length < 2 ? '*/CT' : folders.map((name, i) => (i < folders.length - 1 ? '*' : name)).join('/');
}

/** Finds a DICOM file among the first three of each folder, of which some may be empty or of other formats. */
async function firstDicom(files: Sources['files']): Promise<string | null> {
  const folders = [...groupBy(files, ({ name }) => folderOf(name)).values()];
  for (const file of folders.slice(0, 100).flatMap((own) => own.slice(0, 3)))
    if (whyNoDicom(await readStart(file, 132)) === null) return file.name;
  return null;
}

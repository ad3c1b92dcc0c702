import { type CtDataSet, type CtScan, dataSetOf } from '../../data/dataSet';
import { labelNotes } from '../../data/labels/labelNotes';
import { type LabelSource, type Labels, type LabelTable, resolveLabels } from '../../data/labels/labelTable';
import type { Segment } from '../../data/segments/segment';
import { dataSetNames } from '../../data/split/repeatedPatients';
import type { VolumeHeader } from '../../data/volume';
import { type Names, requireKnown, requireOneOf } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { maskFiles, organMasks } from './maskFiles';
import { type PairPatterns, pairsIn } from './pairsIn';
import { type OpenOptions, openSources, type Sources } from './sources';
import { volumeFile } from './volumeFile';
import { flipsAsStored, volumeScan } from './volumeScan';

/** Options of {@link openNiftiPairs}. */
export interface OpenNiftiPairsOptions extends OpenOptions {
  /**
   * Pattern of the scans with one `*`, with or without ending, matched against the end of their paths, or of folders of
   * DICOM files. `null`: that of the Medical Segmentation Decathlon, `imagesTr/*`, if there is such a folder, else that
   * of LiTS, `volume-*`.
   *
   * @defaultValue `null`
   */
  image?: string | null;
  /**
   * Pattern of the labels; `*` matches the same text. `null`: `labelsTr/*` or `segmentation-*`. @defaultValue `null`
   */
  mask?: string | null;
  /**
   * Labels that count as liver: numbers or, in files that name their segments (DICOM SEG, RTSTRUCT, `.seg.nrrd`), names
   * in any case. `null`: all above 0, which in LiTS are the liver and its tumours. @defaultValue `null`
   */
  liverLabels?: readonly LabelSource[] | null;
  /**
   * What is segmented, instead of the liver: `{ liver: 1, spleen: [3, 4] }`, or a table of {@link labelTable}. Labels are
   * numbers or names of segments; in nnU-Net's raw data also names of its `dataset.json`, in TotalSegmentator names of files.
   * `'all'`: all that such a data set names. `null`: the liver. @defaultValue `null`
   */
  labels?: Labels | LabelTable | 'all' | null;
  /**
   * Assumed directions of growing x and y for scans whose header gives none (identity matrix, voxels of 1 mm): left or
   * right (L, R), anterior or posterior (A, P). `'LAS'` fits the LiTS scans that come from 3D-IRCADb-01, which have
   * such headers.
   *
   * @defaultValue `'LAS'`
   */
  identityAs?: 'LAS' | 'RAS' | 'LPS' | 'RPS';
  /**
   * Whether the headers of labels and scan must agree on the position (`'same'`), or labels match the scan voxel by
   * voxel as stored, whatever their header says (`'stored'`).
   *
   * @defaultValue `'same'`
   */
  geometry?: 'same' | 'stored';
}

/**
 * Opens pairs of volumes, scans and labels, in NIfTI, MetaImage, NRRD or DICOM: LiTS (`volume-0.nii`,
 * `segmentation-0.nii`), the liver task of the Medical Segmentation Decathlon (`imagesTr`, `labelsTr`), or any files and
 * folders of DICOM files that match the patterns. Every scan counts as a patient. Options: {@link OpenNiftiPairsOptions}.
 *
 * Scan and labels may be in different formats, and their axes may run in other directions: they are matched by their place
 * in the scanner. Labels may cover a part of the scan; the rest is background.
 *
 * @throws OptionError for a pattern without exactly one `*`
 * @throws Error if nothing matches, or scans and labels do not pair up
 * @throws CtFileError if a header cannot be read, or labels differ from their scan in shape or position
 * @example
 * ```ts no-run
 * import { openNiftiPairs } from 'msa-unet/node';
 *
 * const data = await openNiftiPairs('scans', { image: 'ct/*', mask: 'labels/*_seg', liverLabels: [5] });
 * const slicer = await openNiftiPairs('study', { image: 'dicom/*', mask: 'organs/*.seg.nrrd', liverLabels: ['liver'] });
 * console.log(data.patients.length, slicer.patients.length);
 * ```
 */
export async function openNiftiPairs(directory: string, options: OpenNiftiPairsOptions = {}): Promise<CtDataSet> {
  requireKnown('openNiftiPairs', options, pairOptionNames);
  return niftiPairsFrom(await openSources('openNiftiPairs', directory, options), options);
}

/** Names of {@link OpenNiftiPairsOptions}. */
export const pairOptionNames: Names<OpenNiftiPairsOptions> = {
  cacheBytes: 0,
  image: 0,
  mask: 0,
  liverLabels: 0,
  labels: 0,
  identityAs: 0,
  geometry: 0,
};

/** What a layout knows of its files, besides the options. */
export interface PairLayout {
  /** Name of the data set. `null`: by its files. @defaultValue `null` */
  readonly name?: string | null;
  /** Names that the data set has for the numbers of its masks. @defaultValue none */
  readonly names?: readonly Segment[];
  /** Pattern of the masks of a label, if each has files of its own. @defaultValue `null`: one file has all labels */
  readonly maskOf?: ((label: LabelSource) => string) | null;
}

/** {@link openNiftiPairs} for files already listed. */
export async function niftiPairsFrom(
  sources: Sources,
  options: OpenNiftiPairsOptions = {},
  { name = null, names = [], maskOf = null }: PairLayout = {},
): Promise<CtDataSet> {
  const { liverLabels = null, identityAs = 'LAS', geometry = 'same' } = options;
  const labels = tableOf(sources.owner, options);
  const organs = labels && maskOf && (await organMasks(sources, labels, maskOf));
  requireOneOf(sources.owner, 'identityAs', identityAs, ['LAS', 'RAS', 'LPS', 'RPS']);
  requireOneOf(sources.owner, 'geometry', geometry, ['same', 'stored']);
  if (liverLabels?.length === 0) throw invalidOption(sources.owner, 'liverLabels', 'one label or more, or null', []);
  const layout = layoutOf(sources, options);
  const scans: CtScan[] = [];
  const identity: string[] = [];
  const notes: string[] = [];
  for (const { name: scan, image, mask } of await pairsIn(sources, layout)) {
    const volume = await volumeFile(image, { kind: 'hu' }, sources.files);
    const grid = geometry === 'same' ? volume.header : null;
    const content = { labels, liverLabels, names, grid };
    const masks = organs ? await organs(image.key, grid) : await maskFiles(mask, content, sources.files);
    const isIdentity = saysNothing(volume.header);
    if (isIdentity) identity.push(scan);
    notes.push(...volume.notes, ...masks.flatMap((one) => one.volume.notes));
    // An identity matrix means RAS.
    const flips = { x: isIdentity && identityAs[0] !== 'R', y: isIdentity && identityAs[1] !== 'A', z: false };
    const labelFlips = masks.map((one) => (geometry === 'same' ? flips : flipsAsStored(volume, one.volume, flips)));
    const reading = { flips, ...(labels ? { labelFlips, labels } : { labelFlips: labelFlips[0], liverLabels }) };
    const turned = masks.map((one, i) => ({ ...one, flips: labelFlips[i]! }));
    const { cache } = sources;
    const read = await volumeScan({ name: scan, image: volume, flips, masks: turned, labels, reading, cache });
    scans.push(labels ? read : { ...read, liverLabels });
  }
  const isLits = layout.name === dataSetNames.lits || (layout.name === dataSetNames.msd && scans.every(isOfMsd));
  return dataSetOf({
    name: name ?? (isLits ? layout.name : 'pairs of volumes'),
    scans,
    notes: [...notesOn(identity, options, labels), ...notes],
  });
}

/** The table of the options; `null`: the liver. */
function tableOf(owner: string, { labels = null, liverLabels = null }: OpenNiftiPairsOptions): LabelTable | null {
  if (labels === null) return null;
  if (liverLabels !== null)
    throw invalidOption(owner, 'liverLabels', 'left out with `labels`, which name the liver too', liverLabels);
  if (labels === 'all')
    throw invalidOption(owner, 'labels', 'names and numbers, as these files do not name their labels', labels, {
      option: 'labels',
      value: { liver: 1, spleen: 2 },
    });
  return resolveLabels(labels);
}

const isOfMsd = ({ name }: CtScan) => /^liver_\d+$/.test(name);

function layoutOf(
  { files }: Sources,
  { image = null, mask = null }: OpenNiftiPairsOptions,
): PairPatterns & { name: string } {
  const isMsd = files.some((file) => /(^|\/)imagesTr\//.test(file.name));
  const usual = isMsd
    ? { name: dataSetNames.msd, image: 'imagesTr/*', mask: 'labelsTr/*' }
    : { name: dataSetNames.lits, image: 'volume-*', mask: 'segmentation-*' };
  const given = { image: image !== null, mask: mask !== null };
  const name = given.image || given.mask ? '' : usual.name;
  return { name, image: image ?? usual.image, mask: mask ?? usual.mask, given };
}

/** Returns whether the header contains only defaults of a program without geometry. */
function saysNothing({ storedAs, spacing, affine, shape: [, height, width] }: VolumeHeader): boolean {
  const [x, y, z] = affine.map((row) => row[3]);
  return storedAs === 'RAS' && spacing.every((mm) => mm === 1) && x === 1 - width && y === 1 - height && z === 0;
}

function notesOn(
  identity: string[],
  { liverLabels = null, identityAs = 'LAS' }: OpenNiftiPairsOptions,
  table: LabelTable | null,
): string[] {
  const labels = table ? labelNotes(table) : [liverLabels ? liverText(liverLabels) : 'all labels above 0 are liver'];
  if (identity.length === 0) return labels;
  return [
    ...labels,
    `the header gives no orientation: ${identity.join(', ')}. Assumed to be stored as ${identityAs} with voxels of ` +
      '1 mm; look at the pictures. If they are wrong, save the files with their orientation, or choose another ' +
      '`identityAs` in code',
  ];
}

/** Says which labels count as liver, with names of segments in quotes. */
function liverText(labels: readonly LabelSource[]): string {
  const listed = labels.map((label) => (typeof label === 'string' ? `"${label}"` : label)).join(', ');
  return labels.length === 1 ? `label ${listed} counts as liver` : `labels ${listed} count as liver`;
}

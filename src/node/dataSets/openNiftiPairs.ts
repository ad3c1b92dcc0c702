import { type CtDataSet, type CtScan, dataSetOf } from '../../data/dataSet';
import { dataSetNames } from '../../data/split/repeatedPatients';
import type { VolumeHeader } from '../../data/volume';
import { requireOneOf } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { type Match, matching } from './pattern';
import { requireSameGeometry } from './sameGeometry';
import { type OpenOptions, openSources, type Sources } from './sources';
import { volumeFile } from './volumeFile';
import { flipsAsStored, volumeScan } from './volumeScan';

/** Options of {@link openNiftiPairs}. */
export interface OpenNiftiPairsOptions extends OpenOptions {
  /**
   * Which files are scans: a pattern with one `*`, with or without ending, that the ends of their paths fit. `null`: those
   * of the Medical Segmentation Decathlon, `imagesTr/*`, where there is such a folder, else those of LiTS, `volume-*`.
   *
   * @defaultValue `null`
   */
  image?: string | null;
  /** Which files are their labels: `*` stands for the same. `null`: `labelsTr/*` or `segmentation-*`. @defaultValue `null` */
  mask?: string | null;
  /** Labels that are liver; `null` for all above 0, which in LiTS are liver and the tumours in it. @defaultValue `null` */
  liverLabels?: readonly number[] | null;
  /**
   * Where x and y grow to in a scan whose header does not say (an identity matrix, voxels of 1 mm): to the left or right
   * (L, R), to the front or back (A, P). `'LAS'` fits the scans of LiTS that come from 3D-IRCADb-01, which are like that.
   *
   * @defaultValue `'LAS'`
   */
  identityAs?: 'LAS' | 'RAS' | 'LPS' | 'RPS';
  /**
   * Whether labels must lie where their scan lies, by their headers (`'same'`), or are taken to fit it voxel by voxel as
   * stored, whatever their header says (`'stored'`).
   *
   * @defaultValue `'same'`
   */
  geometry?: 'same' | 'stored';
}

/**
 * Opens scans and labels that are volumes of their own, `.nii`, `.nii.gz`, `.mha` or `.mhd`: LiTS
 * (`volume-0.nii`, `segmentation-0.nii`), the liver task of the Medical Segmentation Decathlon (`imagesTr`, `labelsTr`), or
 * whatever the patterns fit. Every scan counts as a patient.
 *
 * ```ts
 * const mine = await openNiftiPairs('scans', { image: 'ct/*', mask: 'labels/*_seg', liverLabels: [5] });
 * ```
 *
 * @throws RangeError for a pattern without one `*`
 * @throws Error if nothing fits, or a scan has no labels, or labels no scan
 * @throws CtFileError if a header cannot be read, or labels differ from their scan in shape or place
 */
export async function openNiftiPairs(directory: string, options: OpenNiftiPairsOptions = {}): Promise<CtDataSet> {
  return niftiPairsFrom(await openSources('openNiftiPairs', directory, options), options);
}

/** {@link openNiftiPairs} of files that have been listed. */
export async function niftiPairsFrom(sources: Sources, options: OpenNiftiPairsOptions = {}): Promise<CtDataSet> {
  const { liverLabels = null, identityAs = 'LAS', geometry = 'same' } = options;
  requireOneOf(sources.owner, 'identityAs', identityAs, ['LAS', 'RAS', 'LPS', 'RPS']);
  requireOneOf(sources.owner, 'geometry', geometry, ['same', 'stored']);
  if (liverLabels?.length === 0) throw invalidOption(sources.owner, 'liverLabels', 'one label or more, or null', []);
  const layout = layoutOf(sources, options);
  const scans: CtScan[] = [];
  const identity: string[] = [];
  for (const { name, image, mask } of pairsIn(sources, layout)) {
    const volume = await volumeFile(image.file, 'hu', sources.files);
    const labels = await volumeFile(mask.file, 'label', sources.files);
    if (geometry === 'same') requireSameGeometry(volume, labels);
    const isIdentity = saysNothing(volume.header);
    if (isIdentity) identity.push(name);
    // An identity matrix is read as RAS.
    const flips = { x: isIdentity && identityAs[0] !== 'R', y: isIdentity && identityAs[1] !== 'A', z: false };
    const labelFlips = geometry === 'same' ? flips : flipsAsStored(volume, labels, flips);
    scans.push(await volumeScan({ name, image: volume, labels, flips, labelFlips, liverLabels, cache: sources.cache }));
  }
  const isLits = layout.name === dataSetNames.lits || (layout.name === dataSetNames.msd && scans.every(isOfMsd));
  return dataSetOf({ name: isLits ? layout.name : 'NIfTI pairs', scans, notes: notesOn(identity, options) });
}

const isOfMsd = ({ name }: CtScan) => /^liver_\d+$/.test(name);

interface Layout {
  readonly name: string;
  readonly image: string;
  readonly mask: string;
}

function layoutOf({ files }: Sources, { image = null, mask = null }: OpenNiftiPairsOptions): Layout {
  const isMsd = files.some((file) => /(^|\/)imagesTr\//.test(file.name));
  const usual = isMsd
    ? { name: dataSetNames.msd, image: 'imagesTr/*', mask: 'labelsTr/*' }
    : { name: dataSetNames.lits, image: 'volume-*', mask: 'segmentation-*' };
  if (image === null && mask === null) return usual;
  return { name: '', image: image ?? usual.image, mask: mask ?? usual.mask };
}

interface Pair {
  readonly name: string;
  readonly image: Match;
  readonly mask: Match;
}

function pairsIn({ owner, directory, files }: Sources, layout: Layout): Pair[] {
  const images = matching(files, layout.image, owner, 'image');
  const masks = matching(files, layout.mask, owner, 'mask');
  if (images.size === 0)
    throw new Error(
      `${owner}: no .nii, .nii.gz, .mha or .mhd file in ${directory} fits ${layout.image}; give the patterns \`image\` and \`mask\``,
    );
  const lonely = [...masks.values()].find(({ key }) => !images.has(key));
  if (lonely)
    throw new Error(
      `${owner}: ${lonely.file.name} has no ${fill(layout.image, lonely.key)}; add the scan or remove the labels`,
    );
  return [...images.values()].map((image) => {
    const mask = masks.get(image.key);
    if (!mask)
      throw new Error(
        `${owner}: ${image.file.name} has no ${fill(layout.mask, image.key)}; add the labels, or move scans without any away`,
      );
    return { name: image.name, image, mask };
  });
}

const fill = (pattern: string, key: string) => pattern.replace('*', () => key);

/** Whether all that the header tells is the default of a program that knew nothing. */
function saysNothing({ storedAs, spacing, affine, shape: [, height, width] }: VolumeHeader): boolean {
  const [x, y, z] = affine.map((row) => row[3]);
  return storedAs === 'RAS' && spacing.every((mm) => mm === 1) && x === 1 - width && y === 1 - height && z === 0;
}

function notesOn(identity: string[], { liverLabels = null, identityAs = 'LAS' }: OpenNiftiPairsOptions): string[] {
  const labels = liverLabels ? `label ${liverLabels.join(', ')} is liver` : 'all labels above 0 are liver';
  if (identity.length === 0) return [labels];
  return [
    labels,
    `the header does not say where left and front are: ${identity.join(', ')}. Taken as stored along ${identityAs}, voxels of 1 mm; look at the pictures, and if it is otherwise, open them by openNiftiPairs with identityAs`,
  ];
}

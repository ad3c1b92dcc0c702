import { type CtFile, readBytes } from '../../data/ctFile';
import { CtFileError } from '../../data/ctFileError';
import { type CtDataSet, type CtScan, dataSetOf } from '../../data/dataSet';
import { decodeGreyPng, decodeMaskPng } from '../../data/formats/png/decodePng';
import { folderSplit } from '../../data/split/splitsFile';
import { CallError } from '../../utils/callError';
import { requireKnown } from '../../utils/check';
import type { FoundFile } from './diskFile';
import { filesByFolder, lastPart } from './filesByFolder';
import { lazyScan, type SlicePixels } from './lazyScan';
import { type OpenOptions, openSources, type Sources } from './sources';

/**
 * Opens a folder of windowed grey CT slices with liver masks: `images/<folder>/<slice>.png`,
 * `masks/<folder>/<slice>.png` and optionally `splits.json` (`train`, `val`, `test` list folders, `same_patient` groups
 * folders of one person).
 *
 * Every folder is a scan and belongs to the first folder of its person. Slices are named `<folder>/<slice>`. Options:
 * {@link OpenOptions}.
 *
 * @throws Error if the folder is missing or has no slices, or a mask is missing, has no image, is a JPEG or (on
 * reading) differs in size from its image; paths in messages are relative to `directory`
 * @example
 * ```ts no-run
 * import { openSlices } from 'msa-unet/node';
 *
 * const data = await openSlices('data/liver-slices');
 * console.log(data.patients.length, data.split !== null);
 * ```
 */
export async function openSlices(directory: string, options: OpenOptions = {}): Promise<CtDataSet> {
  requireKnown<OpenOptions>('openSlices', options, { cacheBytes: 0 });
  return slicesFrom(await openSources('openSlices', directory, options));
}

/** {@link openSlices} for files already listed. */
export async function slicesFrom(sources: Sources): Promise<CtDataSet> {
  const { owner, directory, files } = sources;
  const folders = filesByFolder(files);
  const names = (kind: string) =>
    [...folders.keys()].filter((f) => f.startsWith(`${kind}/`)).map((f) => f.slice(kind.length + 1));
  const patients = names('images');
  if (patients.length === 0)
    throw new CallError(
      owner,
      `images has no folders of patients; slices must lie at ${directory}/images/<patient>/<slice>.png`,
    );
  const left = names('masks').find((folder) => !patients.includes(folder));
  if (left !== undefined)
    throw new CallError(owner, `masks/${left} has no images/${left}; add the images or remove the masks`);

  const { parts, patientOf, notes } = folderSplit(await readSplits(sources), patients);
  const scans: CtScan[] = [];
  const taken = new Set<FoundFile>();
  for (const folder of patients) {
    const pairs = pairsIn(folder, folders.get(`images/${folder}`)!, folders.get(`masks/${folder}`) ?? [], owner);
    for (const { image, mask } of pairs) taken.add(image).add(mask);
    scans.push(await openFolder(folder, patientOf.get(folder)!, pairs));
  }
  const others = files.filter((file) => /^(images|masks)\//.test(file.name) && !taken.has(file));
  return dataSetOf({ name: 'PNG slices', scans, notes: [...notes, ...others.map(notTaken)], split: parts });
}

const notTaken = ({ name }: FoundFile) =>
  `${name} is skipped: slices are images/<patient>/<slice>.png with masks/<patient>/<slice>.png`;

interface Pair {
  readonly image: FoundFile;
  readonly mask: FoundFile;
}

/** Pairs the images and masks of one folder. */
function pairsIn(folder: string, images: readonly FoundFile[], masks: readonly FoundFile[], owner: string): Pair[] {
  const jpeg = masks.find(({ name }) => /\.jpe?g$/i.test(name));
  if (jpeg) throw new CallError(owner, `${jpeg.name} is a JPEG, which blurs the mask's edge; save masks as PNG`);
  const [slices, truths] = [images.filter(isPng), masks.filter(isPng)];
  const maskOf = new Map(truths.map((mask) => [lastPart(mask.name), mask]));
  const pairs = slices.map((image) => {
    const mask = maskOf.get(lastPart(image.name));
    if (mask) return { image, mask };
    const missing = `masks/${folder}/${lastPart(image.name)}`;
    throw new CallError(owner, `${image.name} has no mask ${missing}; add the mask, all 0 where there is no liver`);
  });
  const imageNames = new Set(slices.map(({ name }) => lastPart(name)));
  const left = truths.find(({ name }) => !imageNames.has(lastPart(name)));
  if (left)
    throw new CallError(
      owner,
      `${left.name} has no image images/${folder}/${lastPart(left.name)}; add the image or remove the mask`,
    );
  if (pairs.length === 0) throw new CallError(owner, `no PNG slices in images/${folder}`);
  return pairs;
}

function openFolder(name: string, patient: string, pairs: readonly Pair[]): Promise<CtScan> {
  return lazyScan({
    patient,
    name,
    depth: pairs.length,
    spacing: null,
    unit: 'grey',
    files: pairs.flatMap(({ image, mask }) => [image, mask]),
    sliceName: (index) => lastPart(pairs[index]!.image.name).slice(0, -'.png'.length),
    readPixels: (index) => readPair(pairs[index]!),
  });
}

async function readPair({ image, mask }: Pair): Promise<SlicePixels> {
  const slice = await decodeFile(image, decodeGreyPng);
  const truth = await decodeFile(mask, decodeMaskPng);
  const { height, width } = slice;
  if (truth.height !== height || truth.width !== width)
    throw new CtFileError(
      mask.name,
      `the mask has ${truth.height}×${truth.width} pixels, but its image ${image.name} has ${height}×${width}; save it at the size of the image`,
    );
  return { height, width, values: Uint8Array.from(slice.data, (grey) => Math.round(255 * grey)), mask: truth.data };
}

async function decodeFile<T>(file: CtFile, decode: (bytes: Uint8Array) => T): Promise<T> {
  const bytes = await readBytes(file);
  try {
    return decode(bytes);
  } catch (cause) {
    throw new CtFileError(file.name, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function readSplits({ owner, files }: Sources): Promise<unknown> {
  const file = files.find(({ name }) => name === 'splits.json');
  if (!file) return {};
  const bytes = await readBytes(file);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new CallError(owner, `splits.json: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

const isPng = ({ name }: FoundFile) => /\.png$/i.test(name);

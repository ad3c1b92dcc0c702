import { basename, join, relative, resolve } from 'node:path';

import { inspectDicom } from '../../data/formats/dicom/readDicomHeader';
import { whyNoSlice } from '../../data/formats/dicom/whyNoSlice';
import { CallError } from '../../utils/callError';
import { requireKnown } from '../../utils/check';
import { numericOrder } from '../../utils/numericOrder';
import type { FoundFile } from './diskFile';
import { filesByFolder } from './filesByFolder';
import { filesBelow } from './listFiles';
import { patternReader } from './pattern';
import { volumeStem } from './volumeFile';

/** A scan, or a mask, that {@link findScans} has found. */
export interface FoundScan {
  /** Its path from the folder on: `patient-1/ct`. Unique; it has its ending only if another scan has the same name without. */
  readonly name: string;
  /** Its file, or the folder of its DICOM files, as a message names it. */
  readonly path: string;
  /** Its files, for {@link ctFiles}. */
  readonly paths: readonly string[];
}

/** Options of {@link findScans}. */
export interface FindScansOptions {
  /**
   * Pattern of the scans' paths with one `*`, such as `volume-*` or `ct/*.nii.gz`; leading folders and the ending are optional.
   * `null`: all. @defaultValue `null`
   */
  image?: string | null;
  /** A folder below that is not searched, such as that of the masks. `null`: none. @defaultValue `null` */
  except?: string | null;
  /** Called with notes for the user, such as on a series that lies in two folders. @defaultValue none */
  onNote?: (note: string) => void;
}

/**
 * Finds all scans below a folder, for programs that work through thousands of them: every file of a volume format, every
 * zip, and every folder that holds slices of a DICOM series. Only DICOM files are opened, of each folder the first.
 *
 * The order depends on nothing but the names (numbers by value: `ct-2` before `ct-10`), so that programs on several machines
 * can share the list. Masks are found too, because files do not always say what they are; `peekVoxels` often can. Hidden files,
 * and zips that have been unpacked beside themselves, are skipped. Options: {@link FindScansOptions}.
 *
 * @throws Error (the promise) if the folder is missing, or the pattern fits no scan;
 * OptionError if the pattern has not exactly one `*`
 * @example
 * ```ts no-run
 * import { predictVolume, readVolume, volumeMl } from 'msa-unet';
 * import { ctFiles, findScans, openRun } from 'msa-unet/node';
 *
 * const run = await openRun('runs/liver');
 * for (const { name, paths } of await findScans('hospital', { image: 'ct-*' })) {
 *   const mask = await predictVolume(run.model, await readVolume(await ctFiles(paths)), run.inference);
 *   console.log(name, volumeMl(mask).toFixed(0));
 * }
 * ```
 */
export async function findScans(
  folder: string,
  { image = null, except = null, onNote = () => {}, ...others }: FindScansOptions = {},
): Promise<readonly FoundScan[]> {
  requireKnown<FindScansOptions>('findScans', others, { image, except, onNote });
  const fits = image === null ? () => true : patternReader(image, 'findScans', 'image');
  const files = await filesBelow(folder, 'findScans', except === null ? () => false : isBelow(except));
  const places: Place[] = [];
  const series = new Map<string, string>();
  for (const [inside, own] of filesByFolder(files)) {
    const [volumes, slices] = divided(own);
    for (const { name } of volumes.filter(({ name }) => fits(name)))
      places.push({ inside: name, paths: [join(folder, name)] });
    const uid = fits(inside) ? await dicomSeries(slices) : null;
    if (uid === null) continue;
    places.push({ inside, paths: slices.map(({ name }) => join(folder, name)) });
    const before = series.get(uid);
    if (before !== undefined) onNote(twice(before, join(folder, inside)));
    if (uid !== '') series.set(uid, join(folder, inside));
  }
  if (image !== null && places.length === 0)
    throw new CallError('findScans', `no scan below ${folder} fits the pattern ${image}`);
  return named(folder, places).sort((a, b) => numericOrder(a.name, b.name) || (a.name < b.name ? -1 : 1));
}

/** Where a scan lies. */
interface Place {
  /** Its file or folder, from the searched folder on; `''`: that folder. */
  readonly inside: string;
  readonly paths: readonly string[];
}

/** Files that are a volume each, and the others. */
function divided(files: readonly FoundFile[]): [volumes: FoundFile[], others: FoundFile[]] {
  const [volumes, others]: [FoundFile[], FoundFile[]] = [[], []];
  for (const file of files) (stemOf(file.name) === null ? others : volumes).push(file);
  return [volumes, others];
}

const stemOf = (path: string) => (/\.zip$/i.test(path) ? path.slice(0, -'.zip'.length) : volumeStem(path));

/** Names scans without their endings, unless two would have the same name. */
function named(folder: string, places: readonly Place[]): FoundScan[] {
  const short = ({ inside, paths }: Place) => (paths[0] === join(folder, inside) ? (stemOf(inside) ?? inside) : inside);
  const counts = new Map<string, number>();
  for (const place of places) counts.set(short(place), (counts.get(short(place)) ?? 0) + 1);
  return places.map((place) => {
    const name = counts.get(short(place)) === 1 ? short(place) : place.inside;
    return { name: name || basename(resolve(folder)), path: join(folder, place.inside), paths: place.paths };
  });
}

/** Files that are looked at: reports and pictures may come before the slices. */
const mostTried = 20;

/** The series of the first slice among files, `''` if it has no UID; `null`: there is no slice. */
async function dicomSeries(files: readonly FoundFile[]): Promise<string | null> {
  for (const file of files.slice(0, mostTried)) {
    const header = await inspectDicom(file).catch(() => ({ seriesUid: null })); // broken: its reader says so
    if (typeof header === 'string' || ('frames' in header && whyNoSlice(header) !== null)) continue;
    return header.seriesUid ?? '';
  }
  return null;
}

const twice = (first: string, second: string) =>
  `${first} and ${second} hold files of the same DICOM series. If they are parts of one scan, put them into one folder`;

const isBelow = (folder: string) => (path: string) => !relative(resolve(folder), resolve(path)).startsWith('..');

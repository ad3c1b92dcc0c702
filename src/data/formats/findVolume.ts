import { alternatives } from '../../utils/alternatives';
import { listed } from '../../utils/clip';
import { counted } from '../../utils/counted';
import { smallest } from '../../utils/extremes';
import { type CtFile, readStart } from '../ctFile';
import { CtFileError } from '../ctFileError';
import { skippedNotes } from '../skippedNotes';
import type { VoxelKind } from '../volume';
import { dataFileNames } from './dataFileNames';
import type { VolumeFormat } from './volumeFormat';
import { volumeFormats } from './volumeFormats';

/** Bytes of the beginning of a file that a format is recognised by. */
const startBytes = 1024;

/** Most files or volumes that a message names. */
const mostNames = 5;

/** The files of one volume, and notes on the others. */
export interface FoundVolume {
  readonly format: VolumeFormat;
  readonly files: readonly CtFile[];
  readonly notes: readonly string[];
}

/**
 * Finds the one volume among files of all kinds. A DICOM series is the scan, whatever lies beside it, as labels and
 * pictures often do; next come volumes in a file of their own, then PNG slices. Hidden files are skipped.
 *
 * @throws CtFileError if there is no volume, or several of the same rank; the message lists them
 */
export async function findVolume(files: readonly CtFile[], kind: VoxelKind = 'hu'): Promise<FoundVolume> {
  const visible = files.filter(({ name }) => !isHidden(name));
  const known = await recogniseAll(visible.length > 0 ? visible : files);
  const candidates = await candidatesIn(known, kind);
  const rank = smallest(candidates.map((candidate) => candidate.rank));
  const [best, ...others] = candidates.filter((candidate) => candidate.rank === rank);
  if (!best) throw new CtFileError(files[0]!.name, whyUnknown(known));
  if (others.length > 0) throw severalVolumes([best, ...others]);
  const { format, members } = best;
  const isAlone = isStack(format) || members[0]!.isUnnamed;
  const chosen = new Set(members);
  const own = isAlone ? members : known.filter((one) => chosen.has(one) || !isSure(one));
  const taken = new Set(own);
  const skipped = known.filter((one) => !taken.has(one));
  return { format, files: own.map(({ file }) => file), notes: notesOn(skipped, format) };
}

/** A file and what it is. */
interface Known {
  readonly file: CtFile;
  /** `null`: none; the file may hold the voxels of a header. */
  readonly format: VolumeFormat | null;
  /** Whether the format goes by other names, so that these may be the voxels of a header too. */
  readonly isUnnamed: boolean;
  /** Whether a header names it as the file of its voxels. */
  readonly isData: boolean;
  readonly isEmpty: boolean;
}

async function recogniseAll(files: readonly CtFile[]): Promise<Known[]> {
  const voxels = await voxelFiles(files);
  const known: Known[] = [];
  for (const file of files) {
    const start = (await readStart(file, startBytes)).subarray(0, startBytes);
    const named = volumeFormats.find(({ names }) => names?.test(file.name));
    const isData = voxels.has(file);
    const format = named ?? (isData ? undefined : volumeFormats.find((one) => one.recognises(start))) ?? null;
    known.push({
      file,
      format,
      isUnnamed: format !== null && !isNamedLike(file, format),
      isData,
      isEmpty: start.length === 0,
    });
  }
  return known;
}

/** The files that headers among them name as those of their voxels, whether or not a folder leads to them. */
async function voxelFiles(files: readonly CtFile[]): Promise<ReadonlySet<CtFile>> {
  const wanted = new Set<string>();
  for (const header of files) {
    const folder = header.name.slice(0, header.name.lastIndexOf('/') + 1);
    for (const name of await dataFileNames(header)) wanted.add(`${folder}${name}`).add(name.replace(/^.*\//, ''));
  }
  return new Set(files.filter(({ name }) => wanted.has(name)));
}

function isNamedLike({ name }: CtFile, format: VolumeFormat): boolean {
  const endings = [...format.endings, ...(format.detached?.headers ?? [])];
  return (
    isStack(format) ||
    endings.some((ending) => name.toLowerCase().replace(/\.gz$/, '').endsWith(ending.replace(/\.gz$/, '')))
  );
}

const isStack = ({ endings }: VolumeFormat) => endings.length === 0;
const isSure = ({ format, isUnnamed }: Known) => format !== null && !isUnnamed;

/** Files that may be the volume; those of the lowest rank are. */
interface Candidate {
  readonly format: VolumeFormat;
  readonly members: readonly Known[];
  readonly rank: number;
}

async function candidatesIn(known: readonly Known[], kind: VoxelKind): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const format of volumeFormats) {
    const own = known.filter((one) => one.format === format);
    if (own.length === 0) continue;
    if (isStack(format)) candidates.push({ format, members: own, rank: await rankOf(format, own, kind) });
    else for (const one of own) candidates.push({ format, members: [one], rank: one.isUnnamed ? 2 : 1 });
  }
  return candidates;
}

/** A series of slices that know their place comes before a file as a scan, and is equal to it as a mask. */
async function rankOf({ holdsSlice }: VolumeFormat, members: readonly Known[], kind: VoxelKind): Promise<number> {
  if (holdsSlice === null) return 2;
  for (const { file } of members) if (await holdsSlice(file, kind)) return kind === 'hu' ? 0 : 1;
  return 3;
}

function isHidden(name: string): boolean {
  const folders = name.split('/');
  return folders.includes('__MACOSX') || folders.at(-1)!.startsWith('.');
}

function severalVolumes(candidates: readonly Candidate[]): CtFileError {
  const named = candidates.map(({ format, members }) => {
    const count = isStack(format) ? `, ${counted(members.length, 'file')}` : '';
    return `${members[0]!.file.name} (${format.name}${count})`;
  });
  return new CtFileError(
    candidates[0]!.members[0]!.file.name,
    `${candidates.length} volumes lie side by side: ${listed(named, mostNames)}`,
    {
      fix: [
        {
          ...{ option: 'image', value: 'FILE', when: 'for each of them, with a folder as --out' },
          action: 'give the files of one',
        },
      ],
    },
  );
}

function notesOn(skipped: readonly Known[], chosen: VolumeFormat): string[] {
  const reasonOf = ({ format, isEmpty }: Known) =>
    isEmpty ? 'the file is empty' : format ? `${format.name} beside ${chosen.name}` : 'not a supported format';
  return skippedNotes(
    skipped.filter(({ isData }) => !isData).map((one) => ({ file: one.file.name, reason: reasonOf(one) })),
  );
}

function whyUnknown(known: readonly Known[]): string {
  const what =
    known.length > 1
      ? `none of the ${known.length} files has a supported format`
      : known[0]!.isEmpty
        ? 'the file is empty'
        : 'not a supported format';
  return `${what}; expected ${alternatives(volumeFormats.map(({ description }) => description))}`;
}

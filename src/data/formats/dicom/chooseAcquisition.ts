import { counted } from '../../../utils/counted';
import { groupBy } from '../../../utils/groupBy';
import { CtFileError } from '../../ctFileError';
import { cross, dot, vector } from '../../vector';
import type { Chosen } from './chooseSeries';
import type { DicomHeader } from './header';
import type { ImageFile } from './imageFile';
import { overlapInPlace, sweepsOf } from './sweepsOf';

/** Overlap in mm up to which two stacks of slices continue each other. */
const touching = 0.01;

/** Fewest slices of a volume of its own; fewer inside another one are slices of that with an odd header. */
const fewestSlices = 3;

/**
 * Separates the acquisitions, echoes, time points and reconstructions of a series, which some scanners store under one
 * UID. Where their numbers do not differ, their times decide. Those that continue each other along the table stay one volume;
 * those that cover the same place are never mixed.
 *
 * @param acquisition AcquisitionNumber of the one to take, or `null` if there is only one
 * @param options whether the user can pass an acquisition
 * @throws CtFileError if there are several at one place, or none with that number; the message lists them
 */
export function chooseAcquisition(
  images: readonly ImageFile[],
  acquisition: number | null,
  { canChoose = true }: { readonly canChoose?: boolean } = {},
): Chosen {
  const taken = images.filter(({ header }) => acquisition === null || header.acquisitionNumber === acquisition);
  const { name } = images[0]!.file;
  const groups = groupsOf(taken);
  const list = (of: readonly Pick<Group, 'name' | 'images'>[]) =>
    of.map(({ name, images }) => `${name} (${counted(images.length, 'slice')})`);
  if (groups.length === 0)
    throw new CtFileError(
      name,
      `there is no acquisition ${acquisition}; there are ${list(groupsOf(images)).join(', ')}`,
    );
  if (groups.some((group, i) => groups.slice(i + 1).some((other) => overlap(group, other)))) {
    const number = canChoose ? distinctNumber(groups) : null;
    throw new CtFileError(name, `the series holds several volumes at one place: ${list(groups).join(', ')}`, {
      fix: [
        ...(number === null ? [] : [{ option: 'acquisition', value: number }]),
        { action: 'put the files of one into a folder of its own' },
      ],
    });
  }
  const sweeps = sweepsOf(taken);
  if (sweeps.some((sweep, i) => sweeps.slice(i + 1).some((other) => overlapInPlace(sweep, other))))
    throw new CtFileError(name, `the series holds several volumes at one place: ${list(sweeps).join(', ')}`, {
      fix: [{ action: 'put the files of one into a folder of its own' }],
    });
  const skipped = images.length - taken.length;
  return { images: taken, notes: skipped > 0 ? [`${counted(skipped, 'slice')} of other acquisitions skipped`] : [] };
}

interface Group {
  /** What it has that the others do not: `acquisition 2, kernel B30f`. */
  readonly name: string;
  readonly images: readonly ImageFile[];
  /** Range along the normal in mm; `null` without positions. */
  readonly range: readonly [low: number, high: number] | null;
}

/** Elements in which volumes of one series differ. */
const features: Readonly<Record<string, (header: DicomHeader) => number | string | null>> = {
  acquisition: ({ acquisitionNumber }) => acquisitionNumber,
  'time point': ({ temporalPosition }) => temporalPosition,
  echo: ({ echoNumber }) => echoNumber,
  kernel: ({ convolutionKernel }) => convolutionKernel,
  'image type': ({ imageType }) => imageType.join('\\') || null,
};

function groupsOf(images: readonly ImageFile[]): Group[] {
  const differing = Object.entries(features).filter(
    ([, of]) => new Set(images.map(({ header }) => of(header))).size > 1,
  );
  const nameOf = ({ header }: ImageFile) =>
    differing.map(([feature, of]) => `${feature} ${of(header) ?? 'unknown'}`).join(', ');
  const groups = groupBy(images, nameOf);
  return [...groups].map(([name, members]) => ({ name: name || 'all', images: members, range: rangeOf(members) }));
}

/** AcquisitionNumber of the first group that has one, if no two share theirs; else `null`. */
function distinctNumber(groups: readonly Group[]): number | null {
  const all = groups.map(({ images }) => images[0]!.header.acquisitionNumber);
  return new Set(all).size === groups.length ? (all.find((number) => number !== null) ?? null) : null;
}

function rangeOf(images: readonly ImageFile[]): Group['range'] {
  const along = images.flatMap(({ header }) =>
    header.frames.flatMap(({ position, orientation }) => {
      if (!position) return [];
      const axes = orientation ?? [1, 0, 0, 0, 1, 0];
      return dot(vector(position), cross(vector(axes), vector(axes, 3)));
    }),
  );
  const ascending = Float64Array.from(along).sort();
  return along.length > 0 ? [ascending[0]!, ascending.at(-1)!] : null;
}

function overlap({ range: a, images: ofA }: Group, { range: b, images: ofB }: Group): boolean {
  if (a === null || b === null || Math.min(ofA.length, ofB.length) < fewestSlices) return false;
  return Math.min(a[1], b[1]) - Math.max(a[0], b[0]) > touching;
}

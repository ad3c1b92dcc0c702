import { counted } from '../../../utils/counted';
import { groupBy } from '../../../utils/groupBy';
import { CtFileError } from '../../ctFileError';
import type { ImageFile } from './imageFile';
import { hasPlace } from './whyNoSlice';

/** Skipped series that are named one by one. */
const mostNotes = 3;

/** Images that were chosen, and notes on those that were not. */
export interface Chosen {
  readonly images: readonly ImageFile[];
  readonly notes: readonly string[];
}

/**
 * Chooses the images of one series: that of the UID, or the only one. Series whose images have no position, such as saved
 * screens, do not count beside series that have.
 *
 * @throws CtFileError if there is no such series, or several; the message lists them, the largest first
 */
export function chooseSeries(images: readonly ImageFile[], seriesUid: string | null): Chosen {
  const series = new Map([...groupBy(images, uidOf)].sort(([, a], [, b]) => slicesIn(b) - slicesIn(a)));
  const placed = [...series].filter(([, members]) => members.some(({ header }) => hasPlace(header)));
  const candidates = placed.length > 0 ? placed : [...series];
  const { name } = images[0]!.file;
  const list = listOf([...series]);
  if (seriesUid !== null && !series.has(seriesUid))
    throw new CtFileError(name, `there is no series ${seriesUid}; there are ${list}`);
  if (seriesUid === null && candidates.length > 1)
    throw new CtFileError(name, `${candidates.length} series are mixed: ${list}`, {
      fix: [
        { option: 'seriesUid', value: candidates[0]![0] },
        { action: 'put the files of one into a folder of its own' },
      ],
    });
  const uid = seriesUid ?? candidates[0]![0];
  const others = [...series].filter(([other]) => other !== uid);
  return { images: series.get(uid)!, notes: notesOn(others) };
}

/** Notes on skipped series, in one line if there are many. */
function notesOn(skipped: readonly (readonly [uid: string, images: readonly ImageFile[]])[]): string[] {
  if (skipped.length <= mostNotes)
    return skipped.map(([uid, images]) => `series ${uid} is skipped (${describe(images)})`);
  const images = skipped.reduce((sum, [, members]) => sum + members.length, 0);
  return [`${counted(images, 'image')} of ${skipped.length} other series are skipped`];
}

/** Most series that a message lists. */
const mostListed = 5;

function listOf(series: readonly (readonly [uid: string, images: readonly ImageFile[]])[]): string {
  const more = series.length - mostListed;
  const list = series
    .slice(0, mostListed)
    .map(([uid, images]) => `${uid} (${describe(images)})`)
    .join(', ');
  return more > 0 ? `${list} and ${more} more` : list;
}

const slicesIn = (images: readonly ImageFile[]) => images.reduce((sum, { header }) => sum + header.frames.length, 0);

const uidOf = ({ header }: ImageFile) => header.seriesUid ?? 'none';

function describe(images: readonly ImageFile[]): string {
  const place = images.some(({ header }) => hasPlace(header)) ? '' : ' without a position';
  return `${images[0]!.header.seriesDescription ?? 'no description'}, ${counted(slicesIn(images), 'slice')}${place}`;
}

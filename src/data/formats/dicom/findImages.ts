import type { Fix } from '../../../utils/fix';
import { groupBy } from '../../../utils/groupBy';
import type { CtFile } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import { filesText, type Skipped, skippedNotes } from '../../skippedNotes';
import { chooseAcquisition } from './chooseAcquisition';
import { type Chosen, chooseSeries } from './chooseSeries';
import type { DicomHeader } from './header';
import type { ImageFile } from './imageFile';
import { maskNames } from './maskClasses';
import { inspectDicom } from './readDicomHeader';
import { whyNoSlice } from './whyNoSlice';

/** Which images to take; `null` where there is only one choice. */
interface Choice {
  readonly seriesUid: string | null;
  readonly acquisition: number | null;
}

/**
 * Finds the images of one volume among files of all kinds. Files without a slice are skipped with a note: empty files,
 * other formats, DICOM without an image (reports, a DICOMDIR), doses, segmentations, saved screens, scouts, colour
 * images, duplicates.
 *
 * @param files at least one file
 * @throws CtFileError if there is no image or not the chosen one, if series or acquisitions are mixed, or if a file is
 * broken
 */
export async function findImages(files: readonly CtFile[], { seriesUid, acquisition }: Choice): Promise<Chosen> {
  const images: ImageFile[] = [];
  const skipped: Skipped[] = [];
  const nameOf = new Map<string, string>();
  for (const file of files) {
    const header = await inspectDicom(file);
    const reason = typeof header === 'string' ? header : (whyNoSlice(header) ?? whyTwice(header, nameOf));
    if (typeof header !== 'string' && reason === null) images.push({ file, header });
    else skipped.push({ file: file.name, reason: String(reason) });
  }
  const notes = skippedNotes(skipped);
  if (images.length === 0) throw noImage(files[0]!.name, skipped, notes);
  const series = chooseSeries(images, seriesUid);
  const chosen = chooseAcquisition(series.images, acquisition);
  return { images: chosen.images, notes: [...notes, ...series.notes, ...chosen.notes, ...headerNotes(chosen.images)] };
}

function noImage(file: string, skipped: readonly Skipped[], notes: readonly string[]): CtFileError {
  const masks = Object.values(maskNames).filter((name) => skipped.some(({ reason }) => reason === name));
  const fix = masks.length === 0 ? [] : [passScan, readMask(masks.includes(maskNames.RTSTRUCT))];
  const why = skipped.length === 1 ? `: ${skipped[0]!.reason}` : `. ${firstOf(notes)}`;
  return new CtFileError(file, `there is no CT image${why}`, { fix });
}

const passScan: Fix = { action: 'pass the files of the scan, not of its mask' };

const readMask = (isContours: boolean): Fix => ({
  option: 'kind',
  value: 'label',
  when: isContours
    ? 'to read the mask, with the DICOM files of its scan beside it, or the header of the scan as `grid`'
    : 'to read the mask',
});

/** Faulty anonymisation can give all slices one UID, so duplicates must agree in number and position as well. */
function whyTwice(header: DicomHeader, nameOf: Map<string, string>): string | null {
  const { file, instanceUid, seriesUid, instanceNumber, frames } = header;
  if (instanceUid === null) return null;
  const key = JSON.stringify([instanceUid, seriesUid, instanceNumber, frames[0]!.position]);
  const first = nameOf.get(key);
  if (first === undefined) nameOf.set(key, file);
  return first === undefined ? null : `a copy of ${first}`;
}

/** Notes on malformed headers, each once with the number of its files. */
export function headerNotes(images: readonly ImageFile[]): string[] {
  const all = images.flatMap(({ header }) => header.notes.map((note) => ({ note, file: header.file })));
  return [...groupBy(all, ({ note }) => note)].map(
    ([note, files]) => `${filesText(files.map(({ file }) => file))}: ${note}`,
  );
}

/** Joins the first notes and the number of the others. */
function firstOf(notes: readonly string[]): string {
  const more = notes.length > 5 ? [`And ${notes.length - 5} more`] : [];
  return [...notes.slice(0, 5), ...more].join('. ');
}

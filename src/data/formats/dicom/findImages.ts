import type { CtFile } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import type { DicomHeader } from './header';
import { inspectDicom } from './readDicomHeader';

/** File that contains an image, with its header. */
export interface ImageFile {
  readonly file: CtFile;
  readonly header: DicomHeader;
}

/** Images of one series, and notes on how they were found. */
interface FoundImages {
  readonly images: readonly ImageFile[];
  readonly notes: readonly string[];
}

/**
 * Finds the images of one series among files of all kinds. Files without a CT slice are skipped with a note: empty
 * files, other formats, DICOM without an image (reports, a DICOMDIR), scouts, colour images, duplicates.
 *
 * @param files at least one file
 * @param seriesUid the series, or `null` if there is only one
 * @throws CtFileError if there is no image or none of that series, if series are mixed, or if a file is broken
 */
export async function findImages(files: readonly CtFile[], seriesUid: string | null): Promise<FoundImages> {
  const images: ImageFile[] = [];
  const notes: string[] = [];
  const nameOf = new Map<string, string>();
  for (const file of files) {
    const header = await inspectDicom(file);
    const reason = typeof header === 'string' ? header : (whyNoSlice(header) ?? whyTwice(header, nameOf));
    if (typeof header !== 'string' && reason === null) images.push({ file, header });
    else notes.push(`${file.name} is skipped: ${reason}`);
  }
  if (images.length === 0) throw new CtFileError(files[0]!.name, `there is no CT image. ${firstOf(notes)}`);
  return chooseSeries(images, notes, seriesUid);
}

function whyNoSlice({ imageType, samplesPerPixel, photometricInterpretation }: DicomHeader): string | null {
  if (imageType.includes('LOCALIZER')) return 'a scout (localizer)';
  const isGrey = samplesPerPixel === 1 && !photometricInterpretation?.startsWith('PALETTE');
  return isGrey ? null : `a picture in colour (${photometricInterpretation})`;
}

/** Faulty anonymisation can give all slices one UID, so duplicates must agree in number and position as well. */
function whyTwice(header: DicomHeader, nameOf: Map<string, string>): string | null {
  const { file, instanceUid, seriesUid, instanceNumber, frames } = header;
  if (instanceUid === null) return null;
  const key = JSON.stringify([instanceUid, seriesUid, instanceNumber, frames[0]!.position]);
  const first = nameOf.get(key);
  if (first === undefined) nameOf.set(key, file);
  return first === undefined ? null : `a copy of ${first}`;
}

function chooseSeries(images: readonly ImageFile[], notes: readonly string[], seriesUid: string | null): FoundImages {
  const uidOf = ({ header }: ImageFile) => header.seriesUid ?? 'none';
  const series = new Map<string, ImageFile[]>(images.map((image) => [uidOf(image), []]));
  for (const image of images) series.get(uidOf(image))!.push(image);
  const chosen = seriesUid === null ? images : series.get(seriesUid);
  const list = [...series].map(([uid, members]) => `${uid} (${describe(members)})`).join(', ');
  const { name } = images[0]!.file;
  if (!chosen) throw new CtFileError(name, `there is no series ${seriesUid}; there are ${list}`);
  if (seriesUid === null && series.size > 1)
    throw new CtFileError(name, `${series.size} series are mixed: ${list}`, {
      fix: [
        { option: 'seriesUid', value: uidOf(images[0]!) },
        { action: 'put the files of one into a folder of its own' },
      ],
    });
  const others = images.length - chosen.length;
  return { images: chosen, notes: others > 0 ? [...notes, `${others} images of other series are skipped`] : notes };
}

/** Joins the first notes and the number of the others. */
function firstOf(notes: readonly string[]): string {
  const more = notes.length > 5 ? [`And ${notes.length - 5} more`] : [];
  return [...notes.slice(0, 5), ...more].join('. ');
}

function describe(images: readonly ImageFile[]): string {
  const slices = images.reduce((sum, { header }) => sum + header.frames.length, 0);
  const { seriesDescription } = images[0]!.header;
  return `${seriesDescription ?? 'no description'}, ${slices} ${slices === 1 ? 'slice' : 'slices'}`;
}

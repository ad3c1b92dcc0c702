import { counted } from '../../../utils/counted';
import type { CtFile } from '../../ctFile';
import { CtFileError } from '../../ctFileError';
import type { OpenVolume } from '../../openVolume';
import type { SegmentOptions } from '../volumeFormat';
import type { MaskObject } from './maskClasses';
import { maskObjectOf } from './maskObject';
import { parseHeader } from './readDicomHeader';
import { type DicomSeriesOptions, openDicomSeries } from './readDicomSeries';
import { openSegmentation } from './segmentation/openSegmentation';
import { openStructures } from './structures/openStructures';
import { tags } from './tags';

/** A file that is a mask by itself. */
interface MaskFile {
  readonly file: CtFile;
  readonly object: MaskObject;
}

/**
 * Opens the mask among DICOM files: a SEG or an RTSTRUCT, or else a series whose pixels are labels.
 *
 * @throws CtFileError (the promise) if there are several SEG or RTSTRUCT and `seriesUid` does not choose one; and as
 * their readers do
 */
export async function openDicomMask(
  files: readonly CtFile[],
  { segments = null, overlap = 'codes', grid = null, ...options }: DicomSeriesOptions & SegmentOptions,
): Promise<OpenVolume> {
  const masks: MaskFile[] = [];
  const others: CtFile[] = [];
  for (const file of files) {
    const object = await maskObjectOf(file);
    if (object) masks.push({ file, object });
    else others.push(file);
  }
  if (masks.length === 0) return openDicomSeries(files, options);
  const { file, object } = await chooseMask(masks, options.seriesUid ?? null);
  return object === 'SEG'
    ? openSegmentation(file, { segments, overlap, grid })
    : openStructures(file, others, { segments, overlap, grid });
}

async function chooseMask(masks: readonly MaskFile[], seriesUid: string | null): Promise<MaskFile> {
  if (masks.length === 1) return masks[0]!;
  const listed = await Promise.all(masks.map(async (mask) => ({ ...mask, series: await seriesOf(mask.file) })));
  const chosen = listed.filter(({ series }) => seriesUid === null || series === seriesUid);
  if (chosen.length === 1) return chosen[0]!;
  const list = listed.map(({ file, object, series }) => `${file.name} (${object}, series ${series})`).join(', ');
  const needed = seriesUid === null ? 'there must be one mask' : `there must be one mask of series ${seriesUid}`;
  const alone = listed.find(({ series }) => listed.filter((other) => other.series === series).length === 1);
  throw new CtFileError(masks[0]!.file.name, `${needed}; received ${counted(masks.length, 'file')}: ${list}`, {
    fix: [...(alone ? [{ option: 'seriesUid', value: alone.series }] : []), { action: 'pass one of the files' }],
  });
}

async function seriesOf(file: CtFile): Promise<string> {
  return (await parseHeader(file)).data.string(tags.SeriesInstanceUID) ?? 'unknown';
}

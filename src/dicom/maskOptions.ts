import type { CtFile } from '../data/ctFile';
import { requireFiles } from '../data/requireFiles';
import type { Segment } from '../data/segments/segment';
import { requireInteger, requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';
import { libraryVersion } from '../utils/libraryVersion';
import type { DicomCode } from './segmentCodes';
import { randomUid } from './write/randomUid';
import { requireText } from './write/requireText';

/** Segment of a mask to be written. */
export interface DicomSegment {
  /** Value of its voxels, from 1. */
  readonly value: number;
  /** Name: `'Liver'`. The codes of common organs follow from it. */
  readonly name: string;
  /** Red, green and blue from 0 to 255. @defaultValue none, or in an RTSTRUCT one of eight colours */
  readonly color?: Segment['color'];
  /** Coded meaning, in a SEG. @defaultValue by `name`; "Tissue" if it is unknown */
  readonly code?: DicomCode | null;
}

/** Options of {@link encodeDicomSeg} and {@link encodeRtStruct}. */
export interface DicomMaskOptions {
  /**
   * DICOM files of the scan, as `readVolume` got them. Their headers give the patient, the study, the frame of reference
   * and the images to refer to.
   */
  source: readonly CtFile[];
  /** Series of the scan if the files contain several. `null`: they contain one. @defaultValue `null` */
  seriesUid?: string | null;
  /** Acquisition of the scan if its series holds several. `null`: it holds one. @defaultValue `null` */
  acquisition?: number | null;
  /**
   * Segments of the mask: their values and names. `null`: those of the mask (`mask.segments`), or else `Segment 1` and so
   * on for the values it has. @defaultValue `null`
   */
  segments?: readonly DicomSegment[] | null;
  /** Description of the new series. @defaultValue `'Segmentation'` */
  seriesDescription?: string;
  /** Number of the new series. @defaultValue `100` */
  seriesNumber?: number;
  /** Program that made the mask, by name and version. @defaultValue `msa-unet` and its version */
  algorithm?: { readonly name: string; readonly version: string };
  /** Time of the new object. @defaultValue now */
  date?: Date;
  /** Makes a new UID with each call. @defaultValue a random one under the root 2.25 */
  makeUid?: () => string;
}

/** {@link DicomMaskOptions} with their defaults. */
export type MaskSettings = Required<DicomMaskOptions>;

/** Fills in defaults. @throws OptionError for unknown options, and those out of range */
export function maskSettings(owner: string, given: DicomMaskOptions): MaskSettings {
  const {
    source,
    seriesUid = null,
    acquisition = null,
    segments = null,
    seriesDescription = 'Segmentation',
    seriesNumber = 100,
    algorithm = { name: 'msa-unet', version: libraryVersion },
    date = new Date(),
    makeUid = randomUid,
    ...others
  } = given;
  const settings = {
    ...{ source, seriesUid, acquisition, segments, seriesDescription, seriesNumber, algorithm, date, makeUid },
  };
  requireKnown<DicomMaskOptions>(owner, others, settings);
  requireFiles(owner, source);
  requireInteger(owner, 'seriesNumber', seriesNumber, 0, 2 ** 31 - 1);
  for (const segment of segments ?? []) requireSegment(owner, segment);
  requireText(owner, 'seriesDescription', seriesDescription);
  requireText(owner, 'algorithm.name', algorithm.name);
  requireText(owner, 'algorithm.version', algorithm.version);
  if (Number.isNaN(date.getTime())) throw invalidOption(owner, 'date', 'a valid date', date);
  return settings;
}

function requireSegment(owner: string, { value, name, color, code }: DicomSegment): void {
  requireInteger(owner, 'segments.value', value, 1, 0xffff);
  requireText(owner, 'segments.name', name);
  for (const part of color ?? []) requireInteger(owner, 'segments.color', part, 0, 255);
  if (!code) return;
  requireText(owner, 'segments.code.value', code.value, 16);
  requireText(owner, 'segments.code.scheme', code.scheme, 16);
  requireText(owner, 'segments.code.meaning', code.meaning);
}

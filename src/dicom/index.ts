/**
 * Masks as DICOM objects, for archives (PACS), viewers and radiotherapy planning.
 *
 * @module msa-unet/dicom
 */

export { type EncodeDicomSegOptions, encodeDicomSeg } from './encodeDicomSeg';
export { encodeRtStruct } from './encodeRtStruct';
export type { DicomMaskOptions, DicomSegment } from './maskOptions';
export type { DicomCode } from './segmentCodes';

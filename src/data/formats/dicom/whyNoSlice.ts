import type { DicomHeader } from './header';
import { maskNames } from './maskClasses';

/** Modalities of objects that look like images but hold no slice of a scan. */
const otherObjects: Readonly<Record<string, string>> = {
  RTDOSE: 'a dose distribution (RTDOSE)',
  RTIMAGE: 'a radiotherapy image (RTIMAGE)',
  SEG: maskNames.SEG,
  PR: 'a presentation state (PR)',
  KO: 'a selection of images (KO)',
  SR: 'a report (SR)',
  DOC: 'a document (DOC)',
  SM: 'a microscopy image (SM)',
};

/** SOP classes of secondary captures: screens and pictures saved as DICOM. */
const secondaryCapture = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(\.|$)/;

/** Returns why an image is not a slice of a scan, or `null`. */
export function whyNoSlice(header: DicomHeader): string | null {
  const { imageType, modality, samplesPerPixel, photometricInterpretation, sopClassUid } = header;
  const other = whyOtherObject(modality);
  if (other !== null) return other;
  if (imageType.includes('LOCALIZER')) return 'a scout (localizer)';
  if (samplesPerPixel !== 1 || photometricInterpretation?.startsWith('PALETTE'))
    return `a picture in colour (${photometricInterpretation})`;
  return secondaryCapture.test(sopClassUid ?? '') && !hasPlace(header) ? 'a saved screen without a position' : null;
}

/** Returns what an object of a modality is instead of a slice, or `null`. */
export function whyOtherObject(modality: string | null): string | null {
  return modality !== null && Object.hasOwn(otherObjects, modality) ? otherObjects[modality]! : null;
}

/** Whether every frame has a position. */
export const hasPlace = ({ frames }: DicomHeader): boolean => frames.every(({ position }) => position !== null);

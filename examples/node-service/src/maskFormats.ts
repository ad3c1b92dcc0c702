import { RequestError } from './requestError';

/** A format of masks, for the process that answers; `encodeMask.ts` writes it. */
interface Format {
  /** Name of the file that is sent. */
  readonly file: string;
  /** Media types of the header `Accept` that ask for it. */
  readonly accept?: RegExp;
}

/** All formats of masks, by the name that `?format=` gives. */
export const maskFormats = {
  nifti: { file: 'mask.nii.gz' },
  metaimage: { file: 'mask.mha', accept: /metaimage|\bmha\b/i },
  nrrd: { file: 'mask.nrrd', accept: /\bnrrd\b/i },
  'seg.nrrd': { file: 'mask.seg.nrrd' },
  seg: { file: 'mask.dcm', accept: /application\/dicom/i },
  rtstruct: { file: 'contours.dcm' },
} as const satisfies Record<string, Format>;

/** Name of a format of masks. */
export type MaskFormat = keyof typeof maskFormats;

const all = Object.entries(maskFormats) as [MaskFormat, Format][];

/** The format of this name; without one, that of the header `Accept`, else NIfTI. */
export function maskFormat(name: string | null, accept: string): MaskFormat {
  const [chosen] =
    all.find(([format, { accept: types }]) => (name === null ? types?.test(accept) : format === name)) ?? [];
  if (chosen) return chosen;
  if (name === null) return 'nifti';
  const names = all.map(([format]) => format).join(', ');
  throw new RequestError(400, 'unknown_mask_format', `format must be one of ${names}`);
}

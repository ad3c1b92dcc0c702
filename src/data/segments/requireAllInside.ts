import { counted } from '../../utils/counted';
import { CtFileError } from '../ctFileError';

/** Throws CtFileError if labelled voxels of a mask lie outside its scan. */
export function requireAllInside(outside: number, mask: string, scan: string): void {
  if (outside === 0) return;
  const lie = outside === 1 ? 'lies' : 'lie';
  throw new CtFileError(mask, `${counted(outside, 'labelled voxel')} ${lie} outside the scan ${scan}`, {
    fix: [{ action: 'give the scan on which the mask was drawn' }],
  });
}

import type { CtFile } from '../../ctFile';
import type { DicomHeader } from './header';

/** File that contains an image, with its header. */
export interface ImageFile {
  readonly file: CtFile;
  readonly header: DicomHeader;
}

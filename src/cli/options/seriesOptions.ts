import { option, type Values } from '../args/option';
import { path, whole } from '../args/readers';

/** Options that choose among the volumes of a DICOM folder. */
export const seriesOptions = {
  seriesUid: option('UID', 'DICOM series to read if a folder holds several', 'the only one', path, ['series']),
  acquisition: option('N', 'acquisition to read if a series holds several, such as phases', 'the only one', whole(0)),
};

/** The options of `readVolume`. */
export const readOptions = ({ seriesUid, acquisition }: Values<typeof seriesOptions>) => ({
  seriesUid: seriesUid ?? null,
  acquisition: acquisition ?? null,
});

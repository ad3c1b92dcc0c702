import { ownOptions } from '../ownOptions';
import type { VolumeFormat } from '../volumeFormat';
import { metaDataNames } from './dataParts';
import { encodeMetaImage, metaImageFiles } from './encodeMetaImage';
import { readSizes } from './metaValues';
import { parseMetaHeader } from './parseMetaHeader';
import { openMetaImage } from './readMetaImage';

/** MetaImage, a header in text with its voxels behind it or in files of their own. */
export const metaImageFormat: VolumeFormat = {
  name: 'MetaImage',
  description: 'MetaImage (.mha, .mhd with its data)',
  endings: ['.mha', '.mhd'],
  detached: {
    headers: ['.mhd', '.mha'],
    dataFiles: async (file) => {
      const header = await parseMetaHeader(file);
      return metaDataNames(header, readSizes(header)) ?? [];
    },
  },
  names: /\.mh[ad]$/i,
  recognises: (start) =>
    /^\s*(ObjectType|NDims|DimSize|ElementType)\s*=/m.test(new TextDecoder('latin1').decode(start)),
  holdsSlice: null,
  open: (files, options) => openMetaImage(files, ownOptions('MetaImage', options, ['kind'])),
  writer: { endings: ['.mha', '.mhd'], fileNames: metaImageFiles, encode: encodeMetaImage },
};

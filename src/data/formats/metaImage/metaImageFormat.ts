import { ownOptions } from '../ownOptions';
import type { VolumeFormat } from '../volumeFormat';
import { encodeMetaImage, metaImageFiles } from './encodeMetaImage';
import { openMetaImage } from './readMetaImage';

/** MetaImage, a header in text with its voxels behind it or in files of their own. */
export const metaImageFormat: VolumeFormat = {
  name: 'MetaImage',
  description: 'MetaImage (.mha, .mhd with its data)',
  endings: ['.mha', '.mhd'],
  detached: { header: '.mhd', voxels: /\.(z?raw|img)(\.gz)?$/i },
  names: /\.mh[ad]$/i,
  recognises: (start) =>
    /^\s*(ObjectType|NDims|DimSize|ElementType)\s*=/m.test(new TextDecoder('latin1').decode(start)),
  holdsSlice: null,
  open: (files, options) => openMetaImage(files, ownOptions('MetaImage', options, ['kind'])),
  writer: { endings: ['.mha', '.mhd'], fileNames: metaImageFiles, encode: encodeMetaImage },
};

import { describe, expect, it } from 'vitest';

import { ctFile } from '../../src/data/ctFile';
import { readDicomSeries } from '../../src/data/formats/dicom/readDicomSeries';
import { readMetaImage } from '../../src/data/formats/metaImage/readMetaImage';
import { readNifti } from '../../src/data/formats/nifti/readNifti';
import { readPngSlices } from '../../src/data/formats/png/readPngSlices';
import { readVolume } from '../../src/data/readVolume';
import { requireFiles } from '../../src/data/requireFiles';

const file = ctFile('a.nii', new Uint8Array(4));
const others = 'Pass the File objects of a browser, or in Node open it with "msa-unet/node": `await ctFiles(path)`';

describe('requireFiles', () => {
  it('lets a list of files pass', () => {
    expect(() => requireFiles('read', [file, new File([], 'b.nii')])).not.toThrow();
  });

  it.each([
    [
      'a.nii',
      '`files` must be a list of files; received "a.nii". In Node open it with "msa-unet/node": `await ctFiles("a.nii")`',
    ],
    [
      Buffer.from([1, 2]),
      "`files` must be a list of files; received Buffer of 2 bytes. Give bytes a name: `[ctFile('scan.nii.gz', bytes)]`",
    ],
    [
      new ArrayBuffer(3),
      "`files` must be a list of files; received ArrayBuffer of 3 bytes. Give bytes a name: `[ctFile('scan.nii.gz', bytes)]`",
    ],
    [file, '`files` must be a list of files; received the one file a.nii. Give a list: `[file]`'],
    [new Set([file]), '`files` must be a list of files; received an object of class Set. Give a list: `[...files]`'],
    [undefined, `\`files\` must be a list of files; received undefined. ${others}`],
    [
      [file, 'b.raw'],
      '`files[1]` must be a file; received "b.raw". In Node open it with "msa-unet/node": `await ctFiles("b.raw")`',
    ],
    [
      [Buffer.from([1])],
      "`files[0]` must be a file; received Buffer of 1 bytes. Give bytes a name: `[ctFile('scan.nii.gz', bytes)]`",
    ],
    [[new Blob([])], `\`files[0]\` must be a file; received an object of class Blob. ${others}`],
  ])('refuses %o', (given, message) => {
    expect(() => requireFiles('read', given as never)).toThrow(new RangeError(`read: ${message}`));
  });
});

it.each([
  ['readVolume', readVolume],
  ['readNifti', readNifti],
  ['readMetaImage', readMetaImage],
  ['readDicomSeries', readDicomSeries],
  ['readPngSlices', readPngSlices],
])('%s refuses a path', async (name, read) => {
  await expect(read('a' as never)).rejects.toThrow(
    new RangeError(
      `${name}: \`files\` must be a list of files; received "a". In Node open it with "msa-unet/node": \`await ctFiles("a")\``,
    ),
  );
});

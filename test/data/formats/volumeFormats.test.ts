import { describe, expect, it } from 'vitest';

import { ctFile } from '../../../src/data/ctFile';
import { findVolume } from '../../../src/data/formats/findVolume';
import { volumeFormats } from '../../../src/data/formats/volumeFormats';
import { phantomVolume, scanFiles } from '../../support/scanFiles';
import { smallVolume } from '../../support/volumes';

const scan = phantomVolume(3, 40);
const written = volumeFormats.flatMap((format) =>
  (format.writer?.endings ?? []).map((ending) => ({ ending, format, writer: format.writer! })),
);

describe.each(Object.entries(await scanFiles(scan)))('a scan written as %s', (kind, files) => {
  it('is recognised', async () => {
    const { format } = await findVolume(files);
    expect(format.name.split(' ')[0]).toBe(kind.split(',')[0]);
  });

  it('opens with options that only other formats have, and refuses those that no format has', async () => {
    const { format } = await findVolume(files);
    const others = { spacing: [2, 1, 1], first: 'head' } as const;
    const { header } = await format.open(files, format.name === 'PNG slices' ? { seriesUid: '1.2' } : others);
    expect(header).toEqual((await format.open(files)).header);
    await expect(async () =>
      format.open(files, Object.assign({ kind: 'hu' as const }, { kinds: 'label' })),
    ).rejects.toThrow(new RangeError(`${format.name}: unknown option \`kinds\`. Did you mean \`kind\`?`));
  });

  it('has the same header opened as read', async () => {
    const { header, readVolume } = await (await findVolume(files)).format.open(files);
    const { data: _, ...read } = await readVolume();
    expect(header).toEqual(read);
  });
});

it.each(written)('$ending: the files have the names that were announced, the one asked for first', async (row) => {
  const name = `a.b/small${row.ending}`;
  const files = await row.writer.encode(smallVolume({ kind: 'label' }), name);
  expect(files.map((file) => file.name)).toEqual(row.writer.fileNames(name));
  expect(files[0]!.name).toBe(name);
});

it.each(written)(
  '$ending: what is written is recognised and opened by its format',
  async ({ ending, format, writer }) => {
    const volume = smallVolume({ kind: 'label' });
    const encoded = await writer.encode(volume, `small${ending}`);
    const files = encoded.map(({ name, bytes }) => ctFile(name, bytes)).reverse();
    expect((await findVolume(files)).format).toBe(format);
    const { voxels, readVolume } = await format.open(files, { kind: 'label' });
    expect(voxels).toBe('label');
    const { segments: _, ...read } = await readVolume(); // which not all formats have
    expect(read).toEqual({ ...volume, source: `small${ending}` });
  },
);

it('no two formats share an ending, and what is written can be opened by its name', () => {
  const endings = volumeFormats.flatMap((format) => format.endings);
  expect(new Set(endings).size).toBe(endings.length);
  expect(written.filter(({ ending }) => !endings.includes(ending))).toEqual([]);
});

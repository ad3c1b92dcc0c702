import { expect, test } from 'vitest';

import { isPictureName, pictureName } from '../../../../../src/cli/commands/evaluate/pictures/pictureName';

test.each([
  [['volume-3', 'volume-3', 'volume-3/slice-45'], 'worst-1-volume-3-slice-45.png'],
  [['LiTS 2/volume-0', 'LiTS 2/volume-0', 'LiTS 2/volume-0/slice-0'], 'worst-1-LiTS-2-volume-0-slice-0.png'],
  [['p1', 'portal', 'portal/7'], 'worst-1-p1-portal-7.png'],
  [['p1', 'p10', '7'], 'worst-1-p1-p10-7.png'],
  [['..', '../..', '../../7:*?'], 'worst-1-7.png'],
  [['肝', '肝', '肝/7'], 'worst-1-肝-7.png'],
] as const)('%j is %s', (parts, name) => {
  expect(pictureName('worst-1', parts)).toBe(name);
});

test('of long names, the end is kept', () => {
  const name = pictureName('middle-3', ['p'.repeat(300), '𠀀'.repeat(300), 's-7']);
  expect(name).toBe(`middle-3-${'𠀀'.repeat(46)}-s-7.png`);
  expect(Buffer.byteLength(name)).toBeLessThan(220);
});

test('pictures are known by their names', () => {
  expect(isPictureName(pictureName('middle-2', ['p', 'p', 'p/1']))).toBe(true);
  for (const other of ['worst.png', 'middle-1.png', 'worst-1-a.jpg', 'my-worst-1-a.png'])
    expect(isPictureName(other)).toBe(false);
});

import { expect, it } from 'vitest';

import { drawText, wrapText } from '../../../src/data/pictures/glyphs';

/** The cells of a text as rows of `#` and `.`. */
function cells(text: string): string[] {
  const ink = new Set<string>();
  drawText(text, 100, 50, (x, y) => ink.add(`${(x - 100) >> 1},${(y - 50) >> 1}`));
  return Array.from({ length: 8 }, (_, y) =>
    Array.from({ length: 6 * text.length - 1 }, (_, x) => (ink.has(`${x},${y}`) ? '#' : '.')).join(''),
  );
}

const printable = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i));

it('draws 5×8 cells a character, one cell apart', () => {
  expect(cells('A7g')).toEqual([
    '.###..#####......',
    '#...#.....#......',
    '#...#....#...####',
    '#####...#...#...#',
    '#...#..#....#...#',
    '#...#..#.....####',
    '#...#..#........#',
    '.............###.',
  ]);
});

it('gives each printable character a shape of its own', () => {
  const shapes = new Set(printable.map((character) => cells(character).join('\n')));
  expect(shapes.size).toBe(printable.length);
});

it('draws nothing for a space', () => {
  expect(cells(' ').join('')).not.toContain('#');
});

it('leaves accents out and draws other letters as question marks', () => {
  expect(cells('é')).toEqual(cells('e'));
  expect(cells('肝')).toEqual(cells('?'));
});

it.each([
  ['slice 9', 7, ['slice 9']],
  ['slice 96', 7, ['slice', '96']],
  ['patient 17  slice 96  31.2 cm2', 21, ['patient 17  slice 96', '31.2 cm2']],
  ['1.2.840.113619', 6, ['1.2.84', '0.1136', '19']],
  ['', 3, ['']],
])('breaks %j at %i into %j', (text, limit, lines) => {
  expect(wrapText(text, limit)).toEqual(lines);
});

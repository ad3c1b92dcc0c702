/** Capital letters of the legend, 3 × 5 cells each, rows from top to bottom. */
const letters: Record<string, string> = {
  B: '110 101 110 101 110',
  C: '011 100 100 100 011',
  D: '110 101 101 101 110',
  E: '111 100 110 100 111',
  H: '101 101 111 101 101',
  I: '111 010 010 010 111',
  O: '010 101 101 101 010',
  P: '110 101 110 100 100',
  R: '110 101 110 101 101',
  T: '111 010 010 010 010',
  U: '101 101 101 101 111',
};

const cell = 2;

/** Width of a text in pixels. */
export const textWidth = (text: string): number => text.length * 4 * cell;

/** Calls `paint` for every pixel of a text whose top left corner is given. Letters it does not know stay blank. */
export function drawText(text: string, left: number, top: number, paint: (x: number, y: number) => void): void {
  [...text].forEach((letter, i) => {
    const rows = (letters[letter] ?? '').split(' ');
    rows.forEach((row, r) => {
      [...row].forEach((bit, column) => {
        if (bit === '1') paintCell(left + (4 * i + column) * cell, top + r * cell, paint);
      });
    });
  });
}

function paintCell(left: number, top: number, paint: (x: number, y: number) => void): void {
  for (let y = 0; y < cell; y++) for (let x = 0; x < cell; x++) paint(left + x, top + y);
}

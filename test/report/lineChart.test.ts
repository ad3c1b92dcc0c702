import { expect, test } from 'vitest';

import { type Curve, curveColours, lineChart } from '../../src/report/lineChart';

const chart = (curves: Curve[]) => lineChart({ title: 'T', xLabel: 'epoch', curves });
const lines = (svg: string) => [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) => points);
const dots = (svg: string) => [...svg.matchAll(/<circle cx="([^"]*)" cy="([^"]*)"/g)].map(([, x, y]) => `${x},${y}`);
const named = (count: number): Curve[] =>
  Array.from({ length: count }, (_, i) => ({ label: `network ${i}`, points: [[1, 1]] }));

test('the first x is at the left, the last at the right, 0 at the bottom', () => {
  const svg = chart([
    {
      label: 'a',
      points: [
        [1, 0],
        [3, 1],
      ],
    },
  ]);
  expect(lines(svg)).toEqual(['56.0,276.0 620.0,40.0']);
});

test('all curves share one scale', () => {
  const svg = chart([
    { label: 'a', points: [[1, 4]] },
    { label: 'b', points: [[2, 2]] },
  ]);
  expect(dots(svg)).toEqual(['56.0,40.0', '620.0,158.0']);
});

test('a point alone is a dot, in the colour of its curve', () => {
  const svg = chart([{ label: 'a', colour: '#123456', points: [[1, 1]] }]);
  expect(svg).toContain('<circle cx="56.0" cy="40.0" r="4" fill="#123456"/>');
  expect(lines(svg)).toEqual([]);
});

test('the legend takes as many rows as it needs, and the plot begins below', () => {
  const heightOf = (svg: string) => Number(/viewBox="0 0 640 (\d+)"/.exec(svg)![1]);
  expect([1, 4, 5, 9].map((count) => heightOf(chart(named(count))))).toEqual([320, 320, 338, 356]);
  expect(chart(named(5))).toContain('<text x="84" y="36">network 4</text>');
});

test('every curve has a colour of its own', () => {
  const svg = chart(named(curveColours.length));
  for (const colour of curveColours) expect(svg).toContain(`stroke="${colour}" stroke-width="2"/>`);
});

test('a curve without a label is drawn and not named', () => {
  const svg = chart([
    {
      label: null,
      dashed: true,
      colour: '#123456',
      points: [
        [1, 1],
        [2, 1],
      ],
    },
  ]);
  expect(svg).toContain('fill="none" stroke="#123456" stroke-width="1" stroke-dasharray="3 3"/>');
  expect(svg).not.toContain('<text x="84"');
});

test('names are escaped', () => {
  expect(chart([{ label: '<b>', points: [] }])).toContain('>&lt;b&gt;</text>');
});

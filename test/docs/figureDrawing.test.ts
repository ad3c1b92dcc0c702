import { readFileSync } from 'node:fs';

import { createMarkdownRenderer } from 'vitepress';
import { beforeAll, describe, expect, it } from 'vitest';

import { inlineFigures } from '../../docs/figures/inlineFigures';
import { paperFigures } from '../../docs/figures/paperFigures';

type Box = Record<'left' | 'right' | 'top' | 'bottom', number>;
type Point = readonly [x: number, y: number];

describe.each(paperFigures.map(({ file }) => [file, readFileSync(`docs/images/${file}.svg`, 'utf8')]))(
  '%s',
  (_, svg) => {
    const boxes = [...svg.matchAll(/<rect class="box \w+" x="(.+?)" y="(.+?)" width="(.+?)" height="(.+?)"/g)].map(
      (numbers): Box => {
        const [x, y, width, height] = numbers.slice(1).map(Number) as [number, number, number, number];
        return { left: x, right: x + width, top: y, bottom: y + height };
      },
    );
    const arrows = [...svg.matchAll(/<path class="arrow[^"]*" d="M (.+?)"/g)].map(([, line]) =>
      line!.split(' L ').map((point) => point.split(' ').map(Number) as [number, number]),
    );

    it('has boxes within the canvas that do not overlap', () => {
      const [left, top, width, height] = /viewBox="(.+?)"/.exec(svg)![1]!.split(' ').map(Number) as number[];
      const canvas = { left: left!, top: top!, right: left! + width!, bottom: top! + height! };
      expect(boxes.length).toBeGreaterThan(8);
      expect(boxes.filter((box) => box.left < canvas.left || box.right > canvas.right)).toEqual([]);
      expect(boxes.filter((box) => box.top < canvas.top || box.bottom > canvas.bottom)).toEqual([]);
      expect(boxes.filter((box, i) => boxes.some((other, j) => j < i && overlap(box, other)))).toEqual([]);
    });

    it('has arrows that run along the axes and cross no box', () => {
      expect(arrows.length).toBeGreaterThanOrEqual(boxes.length - 1);
      const parts = arrows.flatMap((points) => points.slice(1).map((end, i) => [points[i]!, end] as const));
      expect(parts.filter(([[x1, y1], [x2, y2]]) => x1 !== x2 && y1 !== y2)).toEqual([]);
      expect(parts.filter((part) => boxes.some((box) => overlap(around(part), box)))).toEqual([]);
    });
  },
);

const overlap = (a: Box, b: Box) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

/** What a part of an arrow covers; it may touch the boxes at its ends. */
function around([[x1, y1], [x2, y2]]: readonly [Point, Point]): Box {
  const [across, along] = x1 === x2 ? [0.5, -0.5] : [-0.5, 0.5];
  return {
    ...{ left: Math.min(x1, x2) - across, right: Math.max(x1, x2) + across },
    ...{ top: Math.min(y1, y2) - along, bottom: Math.max(y1, y2) + along },
  };
}

describe('on the site', () => {
  let page: string;

  beforeAll(async () => {
    const md = await createMarkdownRenderer('docs', { config: (md) => void md.use(inlineFigures, { base: '/sub/' }) });
    page = md.render('![Fig. 2](images/figure-2-msrb.svg) ![Phantom](images/phantom-1.png)', {});
  });

  it('a figure is part of the page, without a style of its own', () => {
    expect(page).toContain('<svg xmlns="http://www.w3.org/2000/svg" class="paper-figure"');
    expect(page).not.toContain('<style>');
    expect(page).not.toContain('figure-2-msrb.svg');
  });

  it('its links lead to the API below the root of the site', () => {
    expect(page).toContain('<a href="/sub/api/layers/ConvBatchNormRelu.html">');
    expect(page).not.toContain('href="../');
  });

  it('other images stay images', () => {
    expect(page).toContain('<img src="./images/phantom-1.png" alt="Phantom"');
  });
});

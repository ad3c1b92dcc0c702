import { readFileSync } from 'node:fs';

import * as tf from '@tensorflow/tfjs';
import * as msaUnet from 'msa-unet';
import { describe, expect, it, vi } from 'vitest';

import { drawFigure } from '../../docs/figures/drawFigure';
import { sourceOf } from '../../docs/figures/equationNumber';
import { equationsOf } from '../../docs/figures/equations';
import { figureFiles } from '../../docs/figures/figureFiles';
import { withFigures } from '../../docs/figures/figurePage';
import { type PaperFigure, paperFigures } from '../../docs/figures/paperFigures';
import { palettes } from '../../docs/figures/style';
import { symbolicShape } from '../../docs/figures/symbols';
import { outputsOf, wiringOf } from '../../docs/figures/wiring';

// Only shapes matter here: no random numbers for millions of weights.
vi.mock('../../src/layers/initializers', () => ({
  heNormal: () => tf.initializers.zeros(),
  heNormalFor: () => tf.initializers.zeros(),
}));

const [msaUnetFigure, msrb, msam, aaspp, rasm] = paperFigures as [PaperFigure, ...PaperFigure[]] & PaperFigure[];
const files = figureFiles();
const svgs = paperFigures.map(({ file }) => files[`docs/images/${file}.svg`]!);

function read(figure: PaperFigure) {
  const model = figure.build();
  const boxes = wiringOf(model, Object.keys(figure.inputs));
  const output = outputsOf(model, boxes)[0]!;
  const arrows = boxes.flatMap(({ id, from }) => from.map((source) => `${source} → ${id}`));
  return { boxes, output, arrows, equations: equationsOf(boxes, output, figure.names) };
}

describe('the committed figures', () => {
  it.each(Object.entries(files))('%s is what npm run docs:figures draws', (path, content) => {
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('are described in docs/paper.md as npm run docs:figures does', () => {
    const page = readFileSync('docs/paper.md', 'utf8');
    expect(page).toBe(withFigures(page));
  });
});

describe('the wiring gives the equations of the paper', () => {
  it('Eq. 1 of MSRB', () => {
    expect(read(msrb!).equations).toEqual(['y = d(f¹(x) + f¹([f³(x); f³(f³(x))]))']);
  });

  it('Eq. 2 of MSAM', () => {
    expect(read(msam!).equations).toEqual([
      'F8 = p₈(x)',
      'F4 = p₄(x)',
      'F4′ = F4 + b₂(f³(F8))',
      'F2 = p₂(x)',
      'F2′ = F2 + b₂(f³(F4′))',
      'y = x · σ(f¹(b₂(f³(F2′))))',
    ]);
  });

  it('Eq. 3 of AASPP', () => {
    expect(read(aaspp!).equations).toEqual(['y = f¹([MSAM(f¹(x)); MSAM(f³₂(x)); MSAM(f³₄(x)); MSAM(f³₈(x))])']);
  });

  it('Eq. 4 of RASM', () => {
    expect(read(rasm!).equations).toEqual(['u = b₂(h)', 'y = f¹(l) + f¹(u) + MSAM(MSRB(MSRB([u; l])))']);
  });
});

describe('Fig. 1', () => {
  it('has five MSRBs, four poolings, an AASPP, four RASMs and a head', () => {
    const classes = read(msaUnetFigure).boxes.map(({ layer }) => layer.getClassName().replace(/^MsaUnet/, ''));
    const counts = Object.fromEntries(classes.map((name) => [name, classes.filter((other) => other === name).length]));
    expect(counts).toEqual({ InputLayer: 1, MSRB: 5, MaxPooling2D: 4, AASPP: 1, RASM: 4, Conv2D: 1 });
  });

  it('has a skip connection on each level, and twice the channels at half the size', () => {
    const { arrows, boxes } = read(msaUnetFigure);
    expect(arrows).toEqual(expect.arrayContaining([1, 2, 3, 4].map((level) => `enc${level} → dec${level}`)));
    expect(arrows).toEqual(expect.arrayContaining(['image → enc1', 'enc5 → context', 'context → dec4', 'dec1 → head']));
    expect(arrows).toHaveLength(19);
    const shapeOf = (name: string) =>
      boxes
        .find(({ id }) => id === name)!
        .outputShape.slice(1)
        .join(' × ');
    expect(['enc1', 'enc5', 'context', 'dec4', 'dec1', 'head'].map(shapeOf)).toEqual([
      '512 × 512 × 16',
      '32 × 32 × 256',
      '32 × 32 × 256',
      '64 × 64 × 128',
      '512 × 512 × 16',
      '512 × 512 × 1',
    ]);
  });
});

describe('every figure', () => {
  it('has the number that the doc comment of its layer gives, and tags its blocks with their equations', () => {
    const blocks = paperFigures.filter(({ block }) => block !== null);
    expect(blocks.map(({ block }) => sourceOf(block!)!.figure)).toEqual(blocks.map(({ number }) => number));
    expect(svgs.map((svg) => [...new Set(svg.match(/Eq\. \d/g))].sort())).toEqual([
      ['Eq. 1', 'Eq. 3', 'Eq. 4'],
      ['Eq. 1'],
      ['Eq. 2'],
      ['Eq. 2', 'Eq. 3'],
      ['Eq. 1', 'Eq. 2', 'Eq. 4'],
    ]);
  });

  it('links every layer to its API page, that of an export', () => {
    const links = svgs.flatMap((svg) => [...svg.matchAll(/href="([^"]+)"/g)].map(([, link]) => link!));
    const ours = links.filter((link) => !link.startsWith('https://js.tensorflow.org/api/latest/#layers.'));
    const names = ours.map((link) => /^\.\.\/api\/layers\/(\w+)\.html$/.exec(link)![1]!);
    expect(names.filter((name) => !(name in msaUnet))).toEqual([]);
    const layers = paperFigures.flatMap((figure) => read(figure).boxes.filter(({ from }) => from.length > 0));
    expect(links).toHaveLength(layers.length);
  });

  it('has text that contrasts with its box, and lines with the page, in both themes', () => {
    for (const [theme, page] of [
      ['light', '#ffffff'],
      ['dark', '#1b1b1f'],
    ] as const) {
      const { ink, muted, line, boxes } = palettes[theme];
      for (const [fill, outline] of Object.values(boxes)) {
        expect(Math.min(contrast(ink, fill), contrast(muted, fill))).toBeGreaterThan(4.5);
        expect(contrast(outline, page)).toBeGreaterThan(3);
      }
      expect(contrast(ink, page)).toBeGreaterThan(4.5);
      expect(contrast(line, page)).toBeGreaterThan(3);
    }
  });
});

describe('a changed wiring', () => {
  const without = (dropBlock: null): PaperFigure => ({
    ...msrb!,
    build: () => {
      const block = new msaUnet.MSRB({ filters: 19, dropBlock });
      block.apply(tf.input({ shape: [104, 136, 11] }));
      return block.wiring;
    },
  });

  it('that lacks a box is refused, with the place to edit', () => {
    const figure = without(null);
    const { boxes, output } = read(figure);
    expect(() => drawFigure(figure, boxes, output)).toThrow(
      new Error(
        'Fig. 2: boxes without a place: none; places without a box: drop. The wiring has changed: edit docs/figures/paperFigures.ts',
      ),
    );
  });

  it('that brings a layer of a new kind is refused, with the place to edit', () => {
    const x = tf.input({ shape: [4, 4, 1] });
    const model = tf.model({ inputs: x, outputs: tf.layers.flatten().apply(x) as tf.SymbolicTensor });
    expect(() => wiringOf(model, ['x'])).toThrow(
      new Error('no figure has a Flatten; describe it in docs/figures/layerWords.ts'),
    );
  });

  it('that uses a layer twice is refused', () => {
    const x = tf.input({ shape: [4, 4, 1] });
    const layer = new msaUnet.Conv2D({ name: 'shared', filters: 1, kernelSize: 1 });
    const y = layer.apply(layer.apply(x)) as tf.SymbolicTensor;
    expect(() => wiringOf(tf.model({ inputs: x, outputs: y }), ['x'])).toThrow(new Error('shared is used 2 times'));
  });
});

describe('a shape in symbols', () => {
  const symbols = { H: 104, W: 136, C: 11, 'C′': 19 };

  it.each([
    [[null, 104, 136, 11], 'H × W × C'],
    [[null, 52, 68, 22], 'H/2 × W/2 × 2C'],
    [[null, 13, 17, 30], 'H/8 × W/8 × C + C′'],
    [[null, 7, 9, 5], '7 × 9 × 5'],
  ])('of %j is %s', (shape, text) => {
    expect(symbolicShape(shape, symbols)).toBe(text);
  });
});

/** Contrast ratio of WCAG 2. */
function contrast(...colours: [string, string]): number {
  const [light, dark] = colours.map(luminance).sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

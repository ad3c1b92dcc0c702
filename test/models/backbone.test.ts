import { describe, expect, it } from 'vitest';

import { stepsOf } from '../../src/models/backbone';
import { buildDeepLabV3Plus, type DeepLabV3PlusOptions } from '../../src/models/deepLabV3Plus';

describe('stepsOf', () => {
  const stages = [
    { blocks: 1, stride: 1 },
    { blocks: 2, stride: 2 },
    { blocks: 2, stride: 2 },
    { blocks: 3, stride: 2 },
    { blocks: 1, stride: 1 },
  ];
  const brief = (outputStride: number) =>
    stepsOf(stages, { start: 2, outputStride }).map((stage) => stage.map((s) => `${s.stride}/${s.dilation}`).join(' '));

  it('gives up no stride where the output stride allows all', () => {
    expect(brief(16)).toEqual(['1/1', '2/1 1/1', '2/1 1/1', '2/1 1/1 1/1', '1/1']);
  });

  it('keeps the rate so far in the first block of a stage that gives up its stride, and doubles it after that', () => {
    expect(brief(8)).toEqual(['1/1', '2/1 1/1', '2/1 1/1', '1/1 1/2 1/2', '1/2']);
    expect(brief(4)).toEqual(['1/1', '2/1 1/1', '1/1 1/2', '1/2 1/4 1/4', '1/4']);
  });
});

/** Stride and rate of every block of an encoder. */
function blocks(backbone: DeepLabV3PlusOptions['backbone'], outputStride: 8 | 16): string {
  const model = buildDeepLabV3Plus([null, null, 1], { backbone, outputStride, widthMultiplier: 0.01 });
  const steps = model.layers
    .filter(({ name }) => name.startsWith('block'))
    .map((layer) => layer.getConfig())
    .map(({ stride, dilation }) => `${stride}/${dilation}`);
  model.dispose();
  return steps.join(' ');
}

const repeat = (step: string, times: number) => new Array(times).fill(step).join(' ');

it.each<[DeepLabV3PlusOptions['backbone'], 8 | 16, string]>([
  ['xception', 16, `${repeat('2/1', 3)} ${repeat('1/1', 17)} 1/2`],
  ['xception', 8, `2/1 2/1 1/1 ${repeat('1/2', 17)} 1/4`],
  ['mobilenetV2', 16, `1/1 2/1 1/1 2/1 1/1 1/1 2/1 ${repeat('1/1', 7)} ${repeat('1/2', 3)}`],
  ['mobilenetV2', 8, `1/1 2/1 1/1 2/1 1/1 1/1 1/1 ${repeat('1/2', 7)} ${repeat('1/4', 3)}`],
  ['resnet50', 16, `1/1 1/1 1/1 2/1 ${repeat('1/1', 3)} 2/1 ${repeat('1/1', 6)} 1/2 1/2`],
  ['resnet50', 8, `1/1 1/1 1/1 2/1 ${repeat('1/1', 3)} 1/1 ${repeat('1/2', 6)} 1/4 1/4`],
])('the blocks of %s at output stride %i have these strides and rates', (backbone, outputStride, steps) => {
  expect(blocks(backbone, outputStride)).toBe(steps);
});

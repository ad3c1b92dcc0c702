import { expect, it } from 'vitest';

import { evaluateVolumes } from '../../../src/metrics/evaluateVolumes';
import { samplesCsv } from '../../../src/node/experiment/samplesCsv';

it('has a line for each volume and slice of each network, with flips and plain, whatever they are called', async () => {
  const mask = { data: Uint8Array.of(1, 1), shape: [2, 1, 1], spacing: null };
  const slices = ['first\nslice', 'second, "last"'];
  const report = await evaluateVolumes([
    { patient: 'line\r\nbreak', name: 'v', slices, truth: mask, prediction: mask },
  ]);
  const [head, ...fields] = samplesCsv([
    { row: { name: 'unet' }, result: { scores: { flips: report, plain: report } } },
  ]).split(/(?<=\n)(?=unet|$)/);
  expect(head).toMatch(/^network,prediction,patient,volume,slice,tp,fp,fn,diceCoefficient,.*\n$/);
  const lines = (kind: string) => [
    `unet,${kind},"line\r\nbreak",v,,2,0,0,1,1,1,1,,,,,,,0,0\n`,
    `unet,${kind},"line\r\nbreak",v,"first\nslice",1,0,0,1,1,1,1,,,,,,,0,0\n`,
    `unet,${kind},"line\r\nbreak",v,"second, ""last""",1,0,0,1,1,1,1,,,,,,,0,0\n`,
  ];
  expect(fields).toEqual([...lines('flips'), ...lines('plain')]);
});

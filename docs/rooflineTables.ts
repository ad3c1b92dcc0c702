import { existsSync, readFileSync } from 'node:fs';

import { blockTable, kernelTable, peakTable, shapeTable } from '../bench/roofline/report';
import type { Roofline } from '../bench/roofline/result';
import { layersOf } from '../bench/roofline/roofline';
import { inPlace } from './inPlace';

/** The run of `npm run bench -- roofline` whose figures docs/performance.md shows. */
const source = 'results/bench/roofline.json';

/** The network whose multiply–adds the page lists. */
const problem = { baseFilters: 8, size: 256 };

/** Fills in the multiply–adds of the network, and the run if one is published. */
export function withRoofline(page: string): string {
  const run: Roofline | null = existsSync(source) ? JSON.parse(readFileSync(source, 'utf8')) : null;
  return withRun(inPlace(page, 'blocks', blockTable(layersOf(problem))), run);
}

/** Fills in what was measured. */
export const withRun = (page: string, run: Roofline | null): string =>
  inPlace(
    page,
    'roofline',
    run ? textOf(run) : 'No run is published. `npm run bench -- roofline` measures your machine.',
  );

function textOf(run: Roofline): string {
  const { machine, processors, date, problem } = run;
  const profiles = run.profiles.flatMap(({ threads, forward, step }, i) =>
    (
      [
        ['Forward pass', forward],
        ['Training step', step],
      ] as const
    ).flatMap(([title, profile]) => [
      `### ${title}, threads: ${threads}`,
      kernelTable(profile, run.peaks[i]!),
      shapeTable(profile, run.peaks[i]!),
    ]),
  );
  return [
    peakTable(run),
    `_MSA-UNet, base ${problem.baseFilters}, ${problem.size} × ${problem.size}, batch ${problem.batch}; medians of ${problem.rounds} rounds (${machine}, ${processors} processors, ${date})._`,
    ...profiles,
  ].join('\n\n');
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import { requireWritable } from 'msa-unet/node';

import { start, worksOf } from './entrants';
import { type Heat, type HeatOptions, heatsOf } from './heats';
import { type Load, loadAtStart, Others } from './load';
import { heatText, markdownOf } from './report';
import type { Entrant, Measurement, Problem, Run } from './run';
import { type Player, playRounds } from './turns';

/** What is run, and where its results go. */
interface SuiteOptions extends Omit<HeatOptions, 'isWebgpuSlow'> {
  json?: string;
  markdown?: string;
  /** Whether a busy machine is no obstacle. */
  busy: boolean;
}

/** Measures heat after heat, prints the results and writes them. */
export async function runSuite({ json, markdown, busy, ...options }: SuiteOptions): Promise<void> {
  for (const file of [json, markdown]) if (file) await requireWritable(file, 'file');
  const run: Run & { load: Load } = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`,
    processors: availableParallelism(),
    command: process.argv.slice(2).filter(isNotFile).join(' '),
    load: await loadAtStart(busy),
    measurements: [],
  };
  console.log(`${run.machine}, ${run.processors} processors; load ${loadavg()[0]!.toFixed(2)}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'msa-unet-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const isWebgpuSlow = options.backends.includes('webgpu') && (await isEmulated(folder));
  for (const heat of heatsOf({ ...options, isWebgpuSlow })) {
    const measurements = await measureHeat(heat, folder);
    run.measurements.push(...measurements);
    run.load.end = loadavg()[0]!;
    console.log(`${heatText(measurements)}\n`);
    if (json) writeFileSync(json, `${JSON.stringify(run, null, 2)}\n`); // after each: a run may be cut short
    if (markdown) writeFileSync(markdown, markdownOf(run));
  }
  console.log(`load ${run.load.end.toFixed(2)} at the end`);
  process.exit(); // WebGPU in Node keeps the process alive
}

/** What was typed, but for the names of the results. */
const isNotFile = (text: string, i: number, all: readonly string[]): boolean =>
  ![text, all[i - 1]].some((word) => word === '--json' || word === '--markdown');

/** Starts all entrants and lets them play against each other. */
async function measureHeat({ problem, entrants, rounds }: Heat, folder: string) {
  const others = new Others();
  const players: Player[] = [];
  const measurements: Measurement[] = [];
  for (const entrant of entrants) {
    const { player, measurement } = await enter(entrant, problem, folder);
    measurements.push(measurement);
    if (player) players.push(player);
  }
  const scores = await playRounds(players, rounds, others);
  for (const { contestant } of players) contestant.end();
  for (const [i, player] of players.entries()) {
    const measurement = measurements.find(({ engine, threads }) => player.name === nameOf({ engine, threads }))!;
    const score = scores[i]!;
    Object.assign(measurement, typeof score === 'string' ? { missing: score } : score);
    measurement.others = others.average();
  }
  return measurements;
}

const nameOf = ({ engine, threads }: Entrant) => `${engine} ${threads}`;

async function enter(entrant: Entrant, problem: Problem, folder: string) {
  const base = { ...entrant, problem };
  try {
    const contestant = await start(entrant, problem, folder);
    const works = worksOf(entrant, problem);
    const isOwn = works.includes('step') && entrant.engine !== 'PyTorch';
    const memory = isOwn ? await contestant.ask('memory') : {};
    contestant.rest();
    const player: Player = { name: nameOf(entrant), works, contestant };
    return { player, measurement: { ...base, about: contestant.about, ...memory } };
  } catch (error) {
    return {
      player: null,
      measurement: { ...base, about: {}, missing: error instanceof Error ? error.message : `${error}` },
    };
  }
}

/** Whether WebGPU runs in software here, or not at all. */
async function isEmulated(folder: string): Promise<boolean> {
  const problem: Problem = { model: 'msaUnet', baseFilters: 1, size: 32, batch: 1 };
  try {
    const { about, end } = await start({ engine: 'webgpu', threads: 1 }, problem, folder);
    end();
    return String(about.detail).includes('software');
  } catch {
    return true;
  }
}

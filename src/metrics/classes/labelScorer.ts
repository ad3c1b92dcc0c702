import type { LabelTable } from '../../data/labels/labelTable';
import { undrawn } from '../../data/labels/maskCodes';
import { emptyRule } from '../emptyRule';
import { evaluationReport, type LabelledReport, type LabelReport } from '../evaluationReport';
import type { ItemScoring } from '../itemScores';
import { type Grid, inMm, type VolumeScorer } from '../maskScorer';
import { OVERLAP_METRIC_NAMES } from '../overlap';
import { summarize } from '../scoreSummary';
import { type ScoredPair, scoreVolume } from '../scoreVolume';
import { Tally } from '../tally';
import { voxelMl } from '../volumeMl';
import type { VolumePair } from '../volumePair';
import { type CodedPair, codedPair, masksOfLabel } from './codedPair';
import { confusionCounter } from './confusionMatrix';
import { meanOfLabels } from './meanOfLabels';

/** How all labels are scored. */
interface LabelScoring extends Pick<ItemScoring, 'emptyValue' | 'openEnds'> {
  /** Tolerance of the NSD of each label, in mm; `null`: no NSD. */
  readonly tolerances: readonly (number | null)[];
}

/** Scores the masks of each label of a table, and their means. */
export function labelScorer(table: LabelTable, how: LabelScoring): VolumeScorer & { report(): LabelledReport } {
  const tallies = table.labels.map(() => new Tally());
  const means = new Tally();
  const confusion = confusionCounter(table);
  return {
    add(pair, grid, isUneven) {
      const coded = codedPair('evaluateVolumes', table, pair.truth, pair.prediction);
      const scored = scoreLabels(table, pair, grid, coded, how);
      for (const [i, tally] of tallies.entries()) tally.add(scored[i]!, isUneven);
      means.add(meanOfLabels(pair, grid.shape[0]!, scored), isUneven);
      confusion.add(coded, pair.undrawn ?? []);
    },
    join(report) {
      for (const [i, { name }] of table.labels.entries()) tallies[i]!.join(report.classes![name]!);
      means.join(report);
      confusion.join(report.confusion ?? null);
    },
    report() {
      const reports = tallies.map((tally, i) =>
        evaluationReport(tally.volumes, tally.slices, { ...how, ...tally, tolerance: inMm(how.tolerances[i]) }),
      );
      return {
        ...evaluationReport(means.volumes, means.slices, { ...how, ...means }),
        micro: meanMicro(reports),
        emptyRule: ruleOfAll(tallies, how),
        classes: Object.fromEntries(table.labels.map(({ name }, i) => [name, reports[i]!])),
        confusion: confusion.result(),
      };
    },
  };
}

/** Scores each label of one pair, where somebody has drawn it. */
function scoreLabels(
  table: LabelTable,
  pair: VolumePair,
  grid: Grid,
  coded: CodedPair,
  { emptyValue, openEnds, tolerances }: LabelScoring,
): ScoredPair[] {
  const drawn = drawnSlices(coded.truth, grid.shape[0]!);
  return table.labels.map(({ name }, i) => {
    if (pair.undrawn?.includes(name) || !drawn.includes(true)) return { volume: null, slices: drawn.map(() => null) };
    const { truth, prediction } = masksOfLabel(table, i, coded);
    const how = { emptyValue, openEnds, tolerance: tolerances[i]!, ml: voxelMl(grid) };
    return scoreVolume(
      pair,
      [
        { ...grid, data: truth },
        { ...grid, data: prediction },
      ],
      how,
      drawn,
    );
  });
}

/** Whether somebody has drawn a pixel of each slice. */
function drawnSlices(truth: Uint8Array, depth: number): boolean[] {
  const pixels = truth.length / depth;
  return Array.from({ length: depth }, (_, z) =>
    truth.subarray(z * pixels, (z + 1) * pixels).some((code) => code !== undrawn),
  );
}

function meanMicro(reports: readonly LabelReport[]): LabelReport['micro'] {
  const means = OVERLAP_METRIC_NAMES.map((name) => [name, summarize(reports.map(({ micro }) => micro[name])).mean]);
  return Object.fromEntries(means) as LabelReport['micro'];
}

/** The rule for empty masks, with the numbers of slices and volumes of all labels. */
function ruleOfAll(tallies: readonly Tally[], how: LabelScoring): string {
  const sum = (count: (tally: Tally) => number) => tallies.reduce((total, tally) => total + count(tally), 0);
  const tolerances = [...new Set(how.tolerances.filter((mm) => mm !== null))];
  const rule = emptyRule(
    tallies.flatMap(({ volumes }) => volumes),
    tallies.flatMap(({ slices }) => slices),
    {
      ...how,
      uneven: sum(({ uneven }) => uneven),
      skipped: { volumes: sum(({ skipped }) => skipped.volumes), slices: sum(({ skipped }) => skipped.slices) },
      tolerance: tolerances.length > 1 ? 'the tolerance of their label' : inMm(tolerances[0]),
    },
  );
  return `Scores are means over the labels; slices and volumes count once for each label. ${rule}`;
}

import { join } from 'node:path';

import { type EvaluationReport, evaluationCsv, mergeEvaluations } from 'msa-unet';
import { writeFileAtomic } from 'msa-unet/node';

import { counted } from '../../../counted';
import { difference, type JobRecord, type JobSettings, readRecord, recordsOf } from '../../../jobs/jobRecord';
import { listText, missingText } from '../../../jobs/missing';
import { absentLabels } from '../absentLabels';
import { evaluationText } from '../evaluationText';
import type { OpenedScans } from '../openScans';
import { jobName } from './jobName';

/** Options of the scores. */
export interface Scoring {
  readonly openEnds: boolean;
  readonly tolerance: number | null;
}

type Record = JobRecord<EvaluationReport>;

/**
 * Joins the scores of all scans to `scores.json` and `scores.csv`, and prints them.
 *
 * @param isLast whether nothing comes after: then missing scores are an error; else others may still work, and join later
 * @throws Error that names scans without scores, or with scores of different settings
 */
export async function joinScores(
  { scans, dataSet, table, title }: OpenedScans,
  { out, how, isLast }: { readonly out: string; readonly how: Scoring; readonly isLast: boolean },
): Promise<void> {
  const names = scans.map(jobName);
  const records: (Record | null)[] = [];
  for (const name of names) records.push(await readRecord<EvaluationReport>(recordsOf(out), name));
  const problem = problemOf(names, records);
  if (problem !== null) {
    if (isLast) throw new Error(problem);
    const open = records.filter((record) => record?.status !== 'done').length;
    const left = open > 0 ? `${open} of ${scans.length} scans are still to do` : problem;
    console.log(`${left}. To join the results, repeat the command with --merge when all parts have ended`);
    return;
  }
  const { openEnds, tolerance } = how;
  const report = mergeEvaluations(
    records.map((record) => withNaN(record!.result!)),
    { openEnds, ...(table ? { labels: table, tolerance } : {}) },
  );
  const [json, csv] = [join(out, 'scores.json'), join(out, 'scores.csv')];
  await writeFileAtomic(json, `${JSON.stringify(report, null, 2)}\n`);
  await writeFileAtomic(csv, evaluationCsv(report));
  console.log(`${title}\n\n${evaluationText(report)}\n\n${counted(scans.length, 'scan')}: ${json}, ${csv}`);
  for (const warning of absentLabels(dataSet, report)) console.error(warning);
}

/** Why scores cannot be joined; `null`: they can. */
function problemOf(names: readonly string[], records: readonly (Record | null)[]): string | null {
  if (records.includes(null)) return missingText(names, records);
  const known = records.filter((record) => record !== null);
  const failed = known.flatMap(({ status, name, reason }) => (status === 'failed' ? [`${name}: ${reason}`] : []));
  if (failed.length > 0) return `${counted(failed.length, 'scan')} failed:\n${listText(failed)}`;
  for (const { name, settings } of known) {
    const change = difference(shared(known[0]!.settings), shared(settings));
    if (change !== null) return `${known[0]!.name} and ${name} are of different settings (${change})`;
  }
  return null;
}

/** The settings that all scans share. */
const shared = ({ files, ...settings }: JobSettings): JobSettings => settings;

/** A report from JSON, where `null` in a score's place stands for NaN. */
function withNaN<T>(report: T): T {
  return JSON.parse(JSON.stringify(report), (key, value) =>
    value === null && key !== 'confusion' ? Number.NaN : value,
  );
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { History, ReportPicture } from 'msa-unet';
import { writeFileAtomic } from 'msa-unet/node';

import { lossCurveSvg } from './lossCurve';
import { overlayPng } from './overlay';
import { reportHtml } from './report';
import type { ScoredSlice } from './scoreTest';
import type { RunSummary } from './summary';

/** Content of the report. */
interface ReportContent {
  readonly history: History;
  readonly summary: RunSummary;
  /** Slices shown in the report. */
  readonly shown: readonly ScoredSlice[];
}

/** Writes `metrics.json`, `loss-curve.svg`, the overlays and, last, `report.html`. */
export async function writeReport(folder: string, { history, summary, shown }: ReportContent): Promise<void> {
  const write = (file: string, content: string | Uint8Array) => writeFileAtomic(join(folder, file), content);
  await mkdir(join(folder, 'overlays'), { recursive: true });
  await write('metrics.json', `${JSON.stringify(summary, null, 2)}\n`);
  const curve = lossCurveSvg(history);
  await write('loss-curve.svg', curve);
  const overlays: ReportPicture[] = [];
  for (const [i, slice] of shown.entries()) {
    const title = slice.sample.name;
    const file = `overlays/${String(i + 1).padStart(2, '0')}-${fileName(title)}.png`;
    await write(file, overlayPng(slice, summary.settings.labels));
    overlays.push({ file, caption: `${title}: DSC ${slice.scores.diceCoefficient.toFixed(3)}` });
  }
  await write('report.html', reportHtml(summary, curve, overlays));
}

const fileName = (text: string) => text.replaceAll(/[^\w.-]/g, '-');

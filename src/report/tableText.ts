import { counted } from '../utils/counted';
import { differencesFromPaper } from './differences';
import { escapeHtml, htmlFigure, htmlPage, htmlTable, type ReportPicture } from './html';
import { markdownTable } from './markdownTable';
import type { TableReport } from './tableReport';
import { type ReportSection, tableSections } from './tableSections';

/** Formats the report of a table in Markdown. */
export function tableMarkdown(report: TableReport): string {
  const part = ({ title, texts, head, rows }: ReportSection) =>
    [
      `## ${title}\n`,
      ...texts.map((text) => `${text}\n`),
      ...(head.length > 0 ? [markdownTable(head, rows)] : []),
    ].join('\n');
  return [
    `# ${report.table.title}\n`,
    ...leadOf(report).map((text) => `${text}\n`),
    '## Differences from the paper\n',
    differencesFromPaper(report)
      .map((sentence) => `- ${sentence}\n`)
      .join(''),
    ...tableSections(report).map(part),
  ].join('\n');
}

/**
 * Formats the report of a table as one HTML page with learning curves (SVG) and the panels of slices, which are
 * separate files.
 */
export function tableHtml(
  report: TableReport,
  { curves, panel }: { readonly curves: readonly string[]; readonly panel: ReportPicture },
): string {
  const text = (sentence: string) => `<p>${escapeHtml(sentence)}</p>`;
  const part = ({ title, texts, head, rows }: ReportSection) =>
    `<h2>${escapeHtml(title)}</h2>
${texts.map(text).join('\n')}
${head.length > 0 ? `<div class="scores">${htmlTable(head, rows)}</div>` : ''}`;
  const items = differencesFromPaper(report).map((sentence) => `<li>${escapeHtml(sentence)}</li>`);
  return htmlPage(
    report.table.title,
    `<h1>${escapeHtml(report.table.title)}</h1>
${leadOf(report).map(text).join('\n')}
<h2>Differences from the paper</h2>
<ul>
${items.join('\n')}
</ul>
${tableSections(report).map(part).join('\n')}
<h2>Learning curves (${escapeHtml(report.table.curves)})</h2>
${curves.join('\n')}
<h2>Masks (Fig. 7)</h2>
<p><b class="truth">Green</b>: ground truth. <b class="predicted">Red</b>: prediction. <b class="both">Yellow</b>: overlap.</p>
${htmlFigure(panel)}`,
  );
}

function leadOf({ source, conditions, rows }: TableReport): string[] {
  const { data, preset, size, epochs, batchSize, seed } = conditions;
  const missing = rows.filter(({ result }) => result === null);
  const count = ({ train, val, test }: typeof data.patients) => `${train} / ${val} / ${test}`;
  const { low, high, dice } = rows.find(({ result }) => result)!.result!.baseline;
  return [
    `Networks from the paper ${source}. All were trained here on the same slices, with the same loss, recipe and seed.`,
    `Data: ${data.description}; ${count(data.patients)} training, validation and test patients with ${count(data.used)} slices (${data.rule}). ` +
      `Preset ${preset}: ${size} × ${size} pixels, at most ${counted(epochs, 'epoch')}, batch ${batchSize}, seed ${seed}.`,
    ...data.warnings,
    `Thresholding reaches a DSC of at most ${(100 * dice).toFixed(2)} % per patient, with grey levels ${low} to ${high}: the best of all intervals, chosen on the test slices themselves (an optimistic bound).`,
    ...(missing.length > 0 ? [`Not trained yet: ${missing.map(({ label }) => label).join(', ')}.`] : []),
  ];
}

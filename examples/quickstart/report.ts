import { baselineText, meansOf, metricNames, type RunSummary, testSize, warningText } from './summary';

/** A picture of the report: its file, from the report, and what it shows. */
export interface ReportPicture {
  readonly file: string;
  readonly caption: string;
}

/** The report of a run as one HTML page; the pictures lie beside it. */
export function reportHtml(summary: RunSummary, lossCurveSvg: string, overlays: readonly ReportPicture[]): string {
  const { options, test } = summary;
  const warning = warningText(summary);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(options.name)}: msa-unet quickstart</title>
<style>${style}</style>
<h1>msa-unet quickstart: ${escaped(options.name)}</h1>
<p>${escaped(trained(summary))}</p>
<h2>Test scores</h2>
<p>${testSize(summary)} the network has never seen; mean ± standard deviation. DSC is the Dice coefficient: 1 is perfect.</p>
<div class="scores">${scoreTable(summary)}</div>
<p>${escaped(baselineText(summary))}</p>
${warning === null ? '' : `<p class="warning">${escaped(warning)}</p>`}
<p>${escaped(test.emptyRule)}</p>
<h2>Masks</h2>
<p>Of every test patient, among the slices with liver, the one with the middle DSC and the one with the lowest.
<b class="truth">Green</b>: truth. <b class="predicted">Red</b>: prediction. <b class="both">Yellow</b>: both.</p>
<div class="overlays">
${overlays.map(figure).join('\n')}
</div>
<h2>Training</h2>
${lossCurveSvg}
<p>The training loss is measured while the network learns, with blocks dropped: it may lie above the validation loss.</p>
<h2>Patients</h2>
<div class="scores">${patientTable(summary)}</div>
<h2>Settings</h2>
${settingsTable(summary)}
</html>
`;
}

function trained({ data, slices, training }: RunSummary): string {
  const epochs = `${training.epochs} epoch${training.epochs === 1 ? '' : 's'}`;
  const ended = training.ended === 'aborted' ? ', ended by hand' : '';
  return (
    `Data: ${data}; ${slices.train} slices to learn from, ${slices.val} to choose the best epoch by. ` +
    `${epochs} in ${Math.round(training.seconds)} s${ended}; the weights are those of epoch ${training.bestEpoch}.`
  );
}

function scoreTable(summary: RunSummary): string {
  const rows = metricNames.map(([name, label]) => {
    const { perSlice, perPatient } = meansOf(summary, name);
    return [label, perSlice, perPatient, summary.test.micro[name].toFixed(3)];
  });
  return table(['', 'per slice', 'per patient', 'all pixels together'], rows);
}

function patientTable({ testPatients }: RunSummary): string {
  const rows = testPatients.map(({ patient, slices, scores }) => [
    patient,
    String(slices),
    ...metricNames.map(([name]) => scores[name].toFixed(3)),
  ]);
  return table(['test patient', 'slices', ...metricNames.map(([, label]) => label)], rows);
}

function settingsTable({ options, model, backend }: RunSummary): string {
  const { backend: _asked, name: _title, ...others } = options;
  const rows: [string, string][] = [
    ['model', `${model.name}, ${model.parameters.toLocaleString('en')} parameters`],
    ['backend', `${backend.name} (${backend.detail})`],
    ...Object.entries(backend.versions),
    ...Object.entries(others).map(([name, value]): [string, string] => [name, String(value ?? '–')]),
  ];
  return table(['', ''], rows);
}

function table(head: string[], rows: string[][]): string {
  const line = (cell: 'th' | 'td') => (cells: string[]) =>
    `<tr>${cells.map((text) => `<${cell}>${escaped(text)}</${cell}>`).join('')}</tr>`;
  const heading = head.some((text) => text !== '') ? `<thead>${line('th')(head)}</thead>` : '';
  return `<table>${heading}<tbody>${rows.map(line('td')).join('\n')}</tbody></table>`;
}

const figure = ({ file, caption }: ReportPicture) =>
  `<figure><img src="${escaped(file)}" alt="${escaped(caption)}"><figcaption>${escaped(caption)}</figcaption></figure>`;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const style = `
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; color: #1d2733 }
h2 { margin-top: 2.5rem }
table { border-collapse: collapse }
th, td { padding: 0.3rem 1.2rem 0.3rem 0; text-align: left; border-bottom: 1px solid #dde3ea; font-variant-numeric: tabular-nums }
.scores td { white-space: nowrap }
.warning { font-weight: 600; color: #b3261e }
svg { max-width: 100%; height: auto }
.overlays { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 1rem }
figure { margin: 0 } img { width: 100% } figcaption { font-size: 0.85rem; color: #56626f }
.truth { color: #1f9d3a } .predicted { color: #d6332a } .both { color: #b39200 }
`;

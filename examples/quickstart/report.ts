import {
  escapeHtml,
  htmlFigure,
  htmlPage,
  htmlTable,
  preprocessingText,
  type ReportPicture,
  type RunSettings,
} from 'msa-unet';

import { baselineText, labelRows, meansOf, metricNames, type RunSummary, testSize, warningText } from './summary';

/** The report of a run as one HTML page; the pictures are separate files. */
export function reportHtml(summary: RunSummary, lossCurveSvg: string, overlays: readonly ReportPicture[]): string {
  const { name, test } = summary;
  const warning = warningText(summary);
  const baseline = baselineText(summary);
  const body = `<h1>msa-unet quickstart: ${escapeHtml(name)}</h1>
<p>${escapeHtml(trained(summary))}</p>
<h2>Test scores</h2>
<p>${testSize(summary)}, not used in training; mean ± standard deviation. DSC is the Dice coefficient; 1 is perfect.</p>
<div class="scores">${scoreTable(summary)}${labelTableHtml(summary)}</div>
${baseline === null ? '' : `<p>${escapeHtml(baseline)}</p>`}
${warning === null ? '' : `<p class="warning">${escapeHtml(warning)}</p>`}
<p>${escapeHtml(test.emptyRule)}</p>
<h2>Masks</h2>
<p>${pictureText(summary)}</p>
<div class="overlays">
${overlays.map(htmlFigure).join('\n')}
</div>
<h2>Training</h2>
${lossCurveSvg}
<p>The training loss is measured during the epoch, with DropBlock active, so it can be above the validation loss.</p>
<h2>Patients</h2>
<div class="scores">${patientTable(summary)}</div>
<h2>Settings</h2>
${settingsTable(summary)}
`;
  return htmlPage(`${name}: msa-unet quickstart`, body.trimEnd());
}

function pictureText({ settings }: RunSummary): string {
  if (settings.labels)
    return 'Two slices per test patient: the one with the median DSC and the one with the lowest. Outlines are ground truth, filled areas the prediction.';
  return `Two slices with liver per test patient: the one with the median DSC and the one with the lowest.
<b class="truth">Green</b>: ground truth. <b class="predicted">Red</b>: prediction. <b class="both">Yellow</b>: overlap.`;
}

function labelTableHtml(summary: RunSummary): string {
  const [head, ...rows] = labelRows(summary);
  return head ? `\n${htmlTable(head, rows)}` : '';
}

function trained({ dataSet, settings, slices, training }: RunSummary): string {
  const epochs = `${training.epochs} epoch${training.epochs === 1 ? '' : 's'}`;
  const ended = training.ended === 'aborted' ? ', stopped by hand' : '';
  return (
    `Data: ${dataSet}, ${preparedText(settings)}; ${slices.train} slices for training, ${slices.val} for validation. ` +
    `${epochs} in ${Math.round(training.seconds)} s${ended}; the saved weights are those of epoch ${training.bestEpoch}.`
  );
}

function scoreTable(summary: RunSummary): string {
  const rows = metricNames.map(([name, label]) => {
    const { perSlice, perPatient } = meansOf(summary, name);
    return [label, perSlice, perPatient, summary.test.micro[name].toFixed(3)];
  });
  return htmlTable(['', 'per slice', 'per patient', 'all pixels together'], rows);
}

function patientTable({ testPatients }: RunSummary): string {
  const rows = testPatients.map(({ patient, slices, scores }) => [
    patient,
    String(slices),
    ...metricNames.map(([name]) => scores[name].toFixed(3)),
  ]);
  return htmlTable(['test patient', 'slices', ...metricNames.map(([, label]) => label)], rows);
}

/** The preprocessing in words; grey levels have no window in Hounsfield units. */
function preparedText({ preprocessing: { window, ...others }, data }: RunSettings): string {
  return preprocessingText(data?.units?.includes('hu') ? { window, ...others } : others);
}

function settingsTable({ settings, parameters }: RunSummary): string {
  const { network, recipe, backend, data, versions } = settings;
  const rows: [string, string][] = [
    ['model', `${network?.name}, ${parameters.toLocaleString('en')} parameters`],
    ['slices', preparedText(settings)],
    ['backend', `${backend?.name} (${backend?.detail})`],
    ...Object.entries(versions),
    ...Object.entries({ ...network?.options, ...recipe }).map(([name, value]): [string, string] => [
      name,
      shown(value),
    ]),
    ...(data?.sources ?? []).flatMap((source) =>
      Object.entries(source).map(([name, value]): [string, string] => [`data: ${name}`, shown(value)]),
    ),
  ];
  return htmlTable(['', ''], rows);
}

const shown = (value: unknown) =>
  value === null ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value);

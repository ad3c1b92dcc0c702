import {
  buildModel,
  describeModel,
  type ModelName,
  type ModelOptions,
  modelPresets,
  paperTables,
  pruneUnetPlusPlus,
} from 'msa-unet';

import { inPlace } from './inPlace';

/** The computed tables of docs/models.md, by the name that marks their place. */
const modelTables = { networks, pruned };

const size = 512;

/** Every model name, and the cost of some options. */
function networks(): string {
  const rows = [
    row('msaUnet'),
    row('msaUnet', { baseFilters: 8 }),
    row('msaUnet', { asppWidth: 64 }),
    row('unetMsrb'),
    row('unetAaspp'),
    row('unetRasm'),
    row('unet', { baseFilters: 16 }),
    row('unet'),
    row('unetPublished'),
    row('unetClassic'),
    row('unetPlusPlus'),
    row('unetPlusPlusPublished'),
    row('ceNet'),
    row('deepLabV3Plus'),
    row('deepLabV3Plus', { outputStride: 8 }),
    row('deepLabV3PlusMobile'),
    row('deepLabV3PlusMobile', { outputStride: 8 }),
    row('deepLabV3PlusResnet'),
    row('deepLabV3PlusResnet', { separable: true }),
    row('deepLabV3PlusResnet', { outputStride: 8 }),
  ];
  return table(['Name', 'Options', 'Trainable', 'Non-trainable', 'GMAC', 'MiB per image', 'In the paper'], rows);
}

/** Options of the reader are bold, those of the preset are not. */
function row<Name extends ModelName>(name: Name, options: ModelOptions[Name] = {} as ModelOptions[Name]): string[] {
  const preset = Object.keys(modelPresets[name]).length > 0 ? code(modelPresets[name]) : '';
  const own = Object.keys(options).length > 0 ? `**${code(options)}**` : '';
  const model = buildModel(name, [null, null, 1], options);
  const { trainable, nonTrainable, gigaMacs, stepBytes } = describeModel(model, { height: size, width: size });
  model.dispose();
  const memory = Math.round(stepBytes / 2 ** 20);
  return [
    `\`${name}\``,
    [preset, own].filter(Boolean).join(' '),
    ...[trainable, nonTrainable].map(count),
    gigaMacs.toFixed(1),
    count(memory),
    tablesWith(name, options).join(', '),
  ];
}

/** Options of a network in the paper's tables; all others have the defaults of their preset. */
const tableOptions: { [Name in ModelName]?: ModelOptions[Name] } = { unet: { baseFilters: 16 } }; // as wide as MSA-UNet

/** The tables of the paper with this network. */
function tablesWith(name: ModelName, options: object): string[] {
  if (JSON.stringify(options) !== JSON.stringify(tableOptions[name] ?? {})) return [];
  const tables = Object.values(paperTables).filter(({ rows }) => rows.some(({ model }) => model === name));
  return tables.map(({ title }) => title.split(':')[0]!);
}

/** The published UNet++, pruned to each of its levels. */
function pruned(): string {
  const whole = buildModel('unetPlusPlusPublished', [null, null, 1]);
  const rows = ([1, 2, 3, 4] as const).map((level) => {
    const model = pruneUnetPlusPlus(whole, level);
    const { trainable, gigaMacs } = describeModel(model, { height: size, width: size });
    model.dispose();
    return [`${level}`, count(trainable), gigaMacs.toFixed(1), `${2 ** level}`];
  });
  whole.dispose();
  return table(['Level', 'Parameters', 'GMAC', 'Sides are multiples of'], rows);
}

const count = (n: number) => n.toLocaleString('en');

const code = (options: object) =>
  `\`${Object.entries(options)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? `'${value}'` : value}`)
    .join(', ')}\``;

/** A Markdown table with columns of numbers aligned to the right. */
function table(head: string[], rows: string[][]): string {
  const rule = head.map((_, i) => (Number.isNaN(Number.parseFloat(rows[0]![i]!)) ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Fills in every table, between the comments that name it. */
export function withTables(page: string): string {
  return Object.entries(modelTables).reduce((text, [name, make]) => inPlace(text, name, make()), page);
}

import { readFileSync } from 'node:fs';

import { inPlace } from './inPlace';

const folder = 'results/liver-slices';

/** Fills in the published runs: their description, both tables and the benchmark, between the comments that name them. */
export function withResults(page: string): string {
  const tables = ['table1', 'table2'].map((name) => [name, `${folder}/${name}/table.md`]);
  return [...tables, ['bench', 'results/bench/cpu.md']].reduce(
    (text, [name, file]) => inPlace(text, name!, demoted(readFileSync(file!, 'utf8'))),
    inPlace(page, 'about', about()),
  );
}

/** What results/README.md says of the runs; its list of folders is not needed where their content is. */
function about(): string {
  const [, text] = /^(`liver-slices` has[\s\S]*)/m.exec(readFileSync('results/README.md', 'utf8'))!;
  return text!.replaceAll('(../docs/', '(').trimEnd();
}

/** A page as a section of another: its headings one level lower. */
const demoted = (text: string) => text.replaceAll(/^#/gm, '##').trimEnd();

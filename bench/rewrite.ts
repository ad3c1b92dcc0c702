import { readFileSync, writeFileSync } from 'node:fs';

import { markdownOf } from './report';

/** Writes the page of a run again from its JSON. */
export function rewriteReport({ json, markdown }: { json?: string; markdown?: string }): void {
  if (!json || !markdown) throw new Error('bench report: pass the run as --json, and the page to write as --markdown');
  writeFileSync(markdown, markdownOf(JSON.parse(readFileSync(json, 'utf8'))));
}

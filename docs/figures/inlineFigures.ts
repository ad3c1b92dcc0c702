import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import type { MarkdownRenderer } from 'vitepress';

/** Options of {@link inlineFigures}. */
export interface InlineFiguresOptions {
  /** The root of the site, with a slash at both ends. */
  readonly base: string;
}

/**
 * Puts the figures themselves into the pages of the site instead of images of them, so that their links work and their
 * colours follow the theme. Their style there is `figures.css`.
 */
export function inlineFigures(md: MarkdownRenderer, { base }: InlineFiguresOptions): void {
  const image = md.renderer.rules.image!;
  md.renderer.rules.image = (tokens, index, ...others) => {
    const file = basename(tokens[index]!.attrGet('src') ?? '');
    return /^figure-\d-.*\.svg$/.test(file) ? inlined(file, base) : image(tokens, index, ...others);
  };
}

/** The figure without its own style, which a template of Vue may not contain, on one line. */
const inlined = (file: string, base: string): string =>
  readFileSync(`docs/images/${file}`, 'utf8')
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replaceAll('href="../', `href="${base}`)
    .replaceAll('\n', '');

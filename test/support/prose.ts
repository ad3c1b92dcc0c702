import { readFileSync } from 'node:fs';

import ts from 'typescript';

import { type SourceFile, sourceFiles, visit } from './sourceFiles';

/** A text that people read: a page, a comment or a string of the code. */
export interface Prose {
  readonly path: string;
  /** Line of the file that the text starts on, from 1. */
  readonly line: number;
  /** Code in it is blanked out. */
  readonly text: string;
}

/** A whole file as one text: a page in Markdown, or a script whose comments count. */
export const pageProse = (path: string): Prose => ({ path, line: 1, text: withoutCode(readFileSync(path, 'utf8')) });

/** The comments and the strings of more than one word in the TypeScript files below some folders. */
export const codeProse = (...folders: string[]): Prose[] =>
  sourceFiles(...folders).flatMap((file) => [...commentsOf(file), ...stringsOf(file)]);

/** A place in a text where something was found, with the sentence around it. */
export interface Finding {
  /** To be clicked on: `src/layers/msrb.ts:12`. */
  readonly place: string;
  readonly found: string;
  readonly sentence: string;
}

/** Every match of a pattern in a text; a space of the pattern also matches the end of a line in a comment. */
export function findIn({ path, line, text }: Prose, pattern: RegExp): Finding[] {
  const wrapped = new RegExp(pattern.source.replaceAll(' ', String.raw`\s+(?:(?:\*|//|#)\s+)?`), `${pattern.flags}g`);
  return [...text.matchAll(wrapped)].map(({ 0: found, index }) => ({
    place: `${path}:${line + text.slice(0, index).split('\n').length - 1}`,
    found: oneLine(found),
    sentence: oneLine(sentenceAt(text, index, index + found.length)),
  }));
}

function sentenceAt(text: string, from: number, to: number): string {
  const start = Math.max(...[...text.slice(0, from).matchAll(/[.!?|]\s|\n\s*\n/g)].map((end) => end.index + 1), 0);
  const end = text.slice(to).search(/[.!?|](\s|$)|\n\s*\n/);
  return text.slice(start, end === -1 ? undefined : to + end + 1);
}

const oneLine = (text: string) =>
  text
    .replaceAll(/\/\*\*|\*\/|^\/\/|\s+(?:(?:\*|\/\/|#)\s+)?/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();

/** Code spans blanked out, so that names of variables are no words. */
const withoutCode = (text: string) => text.replaceAll(/`[^`\n]+`/g, (code) => '·'.repeat(code.length));

function commentsOf({ path, text, syntax }: SourceFile): Prose[] {
  const found = new Map<number, Prose>();
  const add = (node: ts.Node) => {
    const ranges = [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
    ];
    for (const { pos, end } of ranges)
      found.set(pos, { path, line: lineOf(syntax, pos), text: withoutCode(text.slice(pos, end)) });
    for (const child of node.getChildren(syntax)) if (!ts.isJSDoc(child)) add(child);
  };
  add(syntax);
  return [...found.values()];
}

function stringsOf({ path, syntax }: SourceFile): Prose[] {
  const found: Prose[] = [];
  visit(syntax, (node) => {
    if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node) && !ts.isTemplateExpression(node))
      return;
    const text = withoutCode(literalText(node, syntax).replaceAll('\\`', '`'));
    if (/\S\s+\S/.test(text)) found.push({ path, line: lineOf(syntax, node.getStart(syntax)), text });
  });
  return found;
}

/** What stands between the quotes; expressions of a template are blanked out. */
function literalText(node: ts.Node, syntax: ts.SourceFile): string {
  let text = node.getText(syntax);
  const start = node.getStart(syntax);
  const spans = ts.isTemplateExpression(node) ? node.templateSpans : [];
  for (const { expression } of spans) {
    const [from, to] = [expression.getFullStart() - start, expression.getEnd() - start];
    text = text.slice(0, from) + text.slice(from, to).replaceAll(/[^\n]/g, '·') + text.slice(to);
  }
  return text.slice(1, -1);
}

const lineOf = (syntax: ts.SourceFile, position: number) => syntax.getLineAndCharacterOfPosition(position).line + 1;

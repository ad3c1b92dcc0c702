import ts from 'typescript';

/** A part of an entry: the exports below a comment such as `// Layers: the boxes of the paper's figures`. */
export interface Section {
  /** What precedes the colon: `Layers`. */
  readonly title: string;
  /** The exported names, in their order. */
  readonly names: readonly string[];
}

/** Reads the sections of an entry. Exports above the first comment have no section. */
export function readSections(entry: string): Section[] {
  const syntax = ts.createSourceFile('index.ts', entry, ts.ScriptTarget.Latest, true);
  const sections: { title: string; names: string[] }[] = [];
  for (const statement of syntax.statements) {
    const title = titleAbove(statement, entry);
    if (title) sections.push({ title, names: [] });
    if (ts.isExportDeclaration(statement)) sections.at(-1)?.names.push(...namesOf(statement));
  }
  return sections;
}

function titleAbove(statement: ts.Statement, text: string): string | null {
  const comments = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  const last = comments.filter(({ kind }) => kind === ts.SyntaxKind.SingleLineCommentTrivia).at(-1);
  return last ? /^\/\/ ([^:]+)/.exec(text.slice(last.pos, last.end))![1]!.trim() : null;
}

function namesOf({ exportClause }: ts.ExportDeclaration): string[] {
  return exportClause && ts.isNamedExports(exportClause) ? exportClause.elements.map(({ name }) => name.text) : [];
}

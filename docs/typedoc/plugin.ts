import { readFileSync } from 'node:fs';

import {
  Application,
  Comment,
  CommentTag,
  Converter,
  type DeclarationReflection,
  type ProjectReflection,
  type Reflection,
} from 'typedoc';

import { ApiTheme } from './apiTheme';
import { SectionRouter } from './sectionRouter';
import { readSections } from './sections';
import { linkToLibrary, nameOptions, removeInherited, showExamplesFirst, undocumentedMembers } from './tidy';

const sections = readSections(readFileSync('src/index.ts', 'utf8'));

/** Teaches TypeDoc the sections of src/index.ts, their addresses, options beside their functions, and links between entries. */
export function load(app: Application): void {
  app.renderer.defineRouter('sections', SectionRouter);
  app.renderer.defineTheme('api', ApiTheme);
  app.on(Application.EVENT_BOOTSTRAP_END, () => {
    app.options.setValue('router', 'sections');
    app.options.setValue('theme', 'api');
    app.options.setValue(
      'categoryOrder',
      sections.map(({ title }) => title),
    );
  });
  let undocumented = new Set<Reflection>();
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    categorize(project);
    nameOptions(project);
    linkToLibrary(project);
    showExamplesFirst(project);
    undocumented = undocumentedMembers(project);
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => removeInherited(project, undocumented), 50);
}

/** Gives every export of the library the category of its section. */
function categorize(project: ProjectReflection): void {
  const library = project.children?.find(({ name }) => name === 'msa-unet');
  for (const { title, names } of sections)
    for (const child of library?.children ?? []) if (names.includes(child.name)) tag(child, title);
}

function tag(reflection: DeclarationReflection, category: string): void {
  for (const owner of reflection.signatures ?? [reflection]) {
    owner.comment ??= new Comment();
    owner.comment.blockTags.push(new CommentTag('@category', [{ kind: 'text', text: category }]));
  }
}

import {
  type DeclarationReflection,
  type ProjectReflection,
  type Reflection,
  ReflectionCategory,
  ReflectionKind,
} from 'typedoc';
import {
  type MarkdownPageEvent,
  MarkdownTheme,
  MarkdownThemeContext,
  type NavigationItem,
} from 'typedoc-plugin-markdown';

import { optionsOf } from './inlineOptions';

/** Writes the options of a function or class below its parameters, instead of on a page that is a click away. */
export class ApiTheme extends MarkdownTheme {
  override getRenderContext(page: MarkdownPageEvent<Reflection>): MarkdownThemeContext {
    const context = new MarkdownThemeContext(this, page, this.application.options);
    const { partials } = context;
    const { body, signatureReturns } = partials;
    partials.inheritance = () => '';
    partials.signatureReturns = (signature, settings) => {
      const tables = optionsOf(signature).map((one) => optionsTable(context, one, settings.headingLevel));
      return [...tables, signatureReturns(signature, settings)].join('\n\n');
    };
    partials.constructor = (model, { headingLevel }) =>
      (model.signatures ?? []).map((signature) => partials.signature(signature, { headingLevel })).join('\n\n');
    partials.body = (model, settings) =>
      model.isDeclaration() && model.kindOf(ReflectionKind.Module) ? this.index(context, model) : body(model, settings);
    return context;
  }

  /** The sidebar: the sections of the library, then the other entries. */
  override getNavigation(project: ProjectReflection): NavigationItem[] {
    return (project.children ?? []).flatMap((module) => {
      const items = this.parts(module).map(({ title, children }) => ({
        title,
        path: `${this.router.getFullUrl(module)}#${title.toLowerCase().replaceAll(' ', '-')}`,
        children: children.map((child) => this.item(child)),
      }));
      if (module.categories) return items;
      return { ...this.item(module), children: items.flatMap(({ children }) => children) };
    });
  }

  private item(reflection: Reflection): NavigationItem {
    return { title: reflection.name, kind: reflection.kind, path: this.router.getFullUrl(reflection) };
  }

  /** A table of names for every part of an entry. */
  private index(context: MarkdownThemeContext, module: DeclarationReflection): string {
    return this.parts(module)
      .map((part) => `## ${part.title}\n\n${context.partials.groupIndex(part)}`)
      .join('\n\n');
  }

  /** The sections of an entry, or its kinds if it has none, with the exports that have a page. */
  private parts({ categories, groups }: DeclarationReflection): ReflectionCategory[] {
    return (categories ?? groups ?? []).map(({ title, children }) => {
      const part = new ReflectionCategory(title);
      part.children = children.filter((child) => this.router.hasOwnDocument(child));
      return part;
    });
  }
}

function optionsTable(context: MarkdownThemeContext, options: DeclarationReflection, headingLevel: number): string {
  const title = `${'#'.repeat(headingLevel)} ${options.name}`;
  const table = context.partials.propertiesTable(options.children ?? []);
  return [title, table.replaceAll(' | `undefined` | ', ' | – | ')].join('\n\n');
}

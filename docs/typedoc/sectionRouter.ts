import {
  DeclarationReflection,
  type PageDefinition,
  type Reflection,
  ReflectionKind,
  type RouterTarget,
} from 'typedoc';
import { MemberRouter } from 'typedoc-plugin-markdown';

import { ownerOf } from './inlineOptions';

/**
 * Places pages by section: `layers/MSRB.md`, `node/useBackend.md`. Options that one function or class takes have no page
 * of their own: they are on the page of their owner.
 */
export class SectionRouter extends MemberRouter {
  override buildChildPages(reflection: Reflection, pages: PageDefinition[]): void {
    const owner = reflection.isDeclaration() ? ownerOf(reflection) : null;
    if (owner) this.anchorOptions(reflection as DeclarationReflection, owner);
    else super.buildChildPages(reflection, pages);
  }

  override getIdealBaseName(reflection: Reflection): string {
    if (reflection.kindOf(ReflectionKind.Module)) return [...folderOf(reflection), 'index'].join('/');
    const folders = reflection.parent ? folderOf(reflection.parent) : [];
    return [...folders, ...sectionOf(reflection), this.getReflectionAlias(reflection)].join('/');
  }

  override relativeUrl(from: RouterTarget, to: RouterTarget): string {
    const isInline = to instanceof DeclarationReflection && ownerOf(to) !== null; // its parent is not its page
    return isInline ? this.baseRelativeUrl(from, this.getFullUrl(to)) : super.relativeUrl(from, to);
  }

  private anchorOptions(options: DeclarationReflection, owner: DeclarationReflection): void {
    const page = `${this.getIdealBaseName(owner)}${this.extension}`;
    const anchor = options.name.toLowerCase();
    this.setAnchor(options, page, anchor);
    for (const property of options.children ?? [])
      this.setAnchor(property, page, `${anchor}-${property.name.toLowerCase()}`);
  }

  private setAnchor(reflection: Reflection, page: string, anchor: string): void {
    this.anchors.set(reflection, anchor);
    this.fullUrls.set(reflection, `${page}#${anchor}`);
  }
}

/** `msa-unet` is the root, `msa-unet/node` the folder `node`. */
const folderOf = (module: Reflection) => module.name.split('/').slice(1);

/** The section of an export; an entry without sections has none. */
function sectionOf(reflection: Reflection): string[] {
  const owner = reflection.isDeclaration() ? (reflection.signatures?.[0] ?? reflection) : reflection;
  const category = owner.comment?.getTag('@category')?.content[0]?.text;
  return category ? [category.toLowerCase().replaceAll(' ', '-')] : [];
}

import { type DeclarationReflection, type ProjectReflection, type Reflection, ReflectionKind } from 'typedoc';

/** Gives destructured parameters the name by which the docs call them. */
export function nameOptions(project: ProjectReflection): void {
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter))
    if (parameter.name === '__namedParameters') parameter.name = 'options';
}

/** Lets the other entries link to names of the library that their files do not import. */
export function linkToLibrary(project: ProjectReflection): void {
  const [library] = (project.children ?? []).filter(({ name }) => name === 'msa-unet');
  const exported = new Map(library?.children?.map((child) => [child.name, child]));
  for (const { comment } of Object.values(project.reflections))
    for (const parts of comment ? [comment.summary, ...comment.blockTags.map(({ content }) => content)] : [])
      for (const part of parts)
        if (part.kind === 'inline-tag' && part.tag === '@link') part.target ??= exported.get(part.text.trim());
}

/** Puts examples before errors and references. */
export function showExamplesFirst(project: ProjectReflection): void {
  for (const { comment } of Object.values(project.reflections))
    comment?.blockTags.sort((a, b) => Number(b.tag === '@example') - Number(a.tag === '@example'));
}

/** The members of classes without a comment of their own, before TypeDoc copies that of the base class. */
export function undocumentedMembers(project: ProjectReflection): Set<Reflection> {
  return new Set(membersOfClasses(project).filter((member) => !member.hasComment()));
}

/** Removes what a class merely inherits: its base class documents it. */
export function removeInherited(project: ProjectReflection, undocumented: Set<Reflection>): void {
  for (const member of membersOfClasses(project)) {
    if (member.kindOf(ReflectionKind.Constructor)) continue;
    const overrides =
      member.overwrites ?? member.getNonIndexSignatures().find(({ overwrites }) => overwrites)?.overwrites;
    if (member.inheritedFrom || (overrides && undocumented.has(member))) project.removeReflection(member);
  }
}

const membersOfClasses = (project: ProjectReflection): DeclarationReflection[] =>
  project
    .getReflectionsByKind(ReflectionKind.Class)
    .flatMap((one) => (one.isDeclaration() ? [...(one.children ?? [])] : []));

import { type DeclarationReflection, type ProjectReflection, type Reflection, ReflectionKind } from 'typedoc';

/** Gives destructured parameters the name by which the docs call them. */
export function nameOptions(project: ProjectReflection): void {
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter))
    if (parameter.name === '__namedParameters') parameter.name = 'options';
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

import {
  type DeclarationReflection,
  ReferenceType,
  ReflectionKind,
  type SignatureReflection,
  type SomeType,
} from 'typedoc';

/** The interfaces named `…Options` that the parameters of a signature take. */
export function optionsOf(signature: SignatureReflection): DeclarationReflection[] {
  const found = (signature.parameters ?? []).flatMap(({ type }) => (type ? optionsIn(type) : []));
  return [...new Set(found)];
}

/** The one function or class whose page describes an interface of options; `null` if several take it, or none does. */
export function ownerOf(options: DeclarationReflection): DeclarationReflection | null {
  const siblings = options.parent?.isDeclaration() ? (options.parent.children ?? []) : [];
  const takers = siblings.filter((sibling) => signaturesOf(sibling).some((one) => optionsOf(one).includes(options)));
  return isOptions(options) && takers.length === 1 ? takers[0]! : null;
}

function optionsIn(type: SomeType): DeclarationReflection[] {
  if (type.type === 'union' || type.type === 'intersection') return type.types.flatMap(optionsIn);
  if (!(type instanceof ReferenceType)) return [];
  const { reflection } = type;
  return reflection?.isDeclaration() && isOptions(reflection) ? [reflection] : [];
}

const isOptions = (reflection: DeclarationReflection) =>
  reflection.kindOf(ReflectionKind.Interface) && reflection.name.endsWith('Options');

/** The signatures that a reader calls: those of a function, or of the constructor of a class. */
function signaturesOf(reflection: DeclarationReflection): SignatureReflection[] {
  if (reflection.kindOf(ReflectionKind.Function)) return reflection.signatures ?? [];
  const made = reflection.children?.find((child) => child.kindOf(ReflectionKind.Constructor) && !child.inheritedFrom);
  return made?.signatures ?? [];
}

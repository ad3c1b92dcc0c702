import { readdirSync, readFileSync } from 'node:fs';

/** Where the paper describes a layer. */
export interface Source {
  readonly figure: number;
  readonly equation: number;
}

/** Reads from a layer's doc comment where the paper describes it; `null` if it has no figure of its own. */
export function sourceOf(className: string): Source | null {
  const file = `${className.replace(/^MsaUnet/, '').toLowerCase()}.ts`;
  const found = readdirSync('src/layers').find((name) => name.toLowerCase() === file);
  const comment = found ? readFileSync(`src/layers/${found}`, 'utf8') : ''; // a layer of tfjs has no file
  const source = /@see MSA-UNet, .*, Fig\. (\d), Eq\. (\d)$/m.exec(comment);
  return source && { figure: Number(source[1]), equation: Number(source[2]) };
}

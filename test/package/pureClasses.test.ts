import { transformSync } from 'esbuild';
import { expect, it } from 'vitest';

import { withPureClasses } from '../../pureClasses.config';

const layer = `import * as tf from '@tensorflow/tfjs';
/** A layer. */
export class A extends tf.layers.Layer {
  static readonly className = 'A';
}
export const unused = 1;
`;
const kept = (code: string) => transformSync(code, { loader: 'ts', treeShaking: true, format: 'esm' }).code;

it('a class that extends a member of a member becomes a pure call, on the same lines', () => {
  const pure = withPureClasses(layer);
  expect(pure).toContain('export const A = /* @__PURE__ */ (() => { class A extends tf.layers.Layer {');
  expect(pure.split('\n').length).toBe(layer.split('\n').length);
});

it('a bundler leaves the class out where nobody uses it', () => {
  const hidden = (code: string) => kept(code.replaceAll('export const', 'const').replaceAll('export class', 'class'));
  expect(hidden(layer)).toContain('className');
  expect(hidden(withPureClasses(layer))).not.toContain('className');
});

it.each(['class B extends A {}', 'export class C extends tf.Callback {}', 'export class D {}'])('%s stays', (code) => {
  expect(withPureClasses(code)).toBe(code);
});

import { f32x4, i32, repeat, type SimdFunction } from './assembler';

const parameters = ['w', 'm', 'v', 'g', 'nextW', 'nextM', 'nextV', 'constants', 'count'] as const;

/** Applies one Adam step to 4 · `count` weights. `constants` are β1, 1 − β1, β2, 1 − β2, rate, ε and the factor of the old weights. */
export const adam: SimdFunction<typeof parameters> = {
  parameters,
  body: (p, _, vector) => {
    const constants = Array.from({ length: 7 }, vector);
    const [beta1, rest1, beta2, rest2, rate, epsilon, keep] = constants.map((constant) => constant.get);
    const [g, m, v] = [vector(), vector(), vector()];
    const { add, mul, sub, div, sqrt, load, store } = f32x4;
    return [
      ...constants.map((constant, i) => constant.set(f32x4.loadSplat(p.constants.get, 4 * i))),
      repeat(p.count, [
        g.set(load(p.g.get)),
        m.set(add(mul(beta1!, load(p.m.get)), mul(rest1!, g.get))),
        v.set(add(mul(beta2!, load(p.v.get)), mul(rest2!, mul(g.get, g.get)))),
        store(p.nextM.get, m.get),
        store(p.nextV.get, v.get),
        store(p.nextW.get, sub(mul(keep!, load(p.w.get)), div(mul(rate!, m.get), add(sqrt(v.get), epsilon!)))),
        ...[p.w, p.m, p.v, p.g, p.nextW, p.nextM, p.nextV].map((pointer) => pointer.step(i32.const(16))),
      ]),
    ];
  },
};

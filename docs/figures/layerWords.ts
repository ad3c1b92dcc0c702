import type * as tf from '@tensorflow/tfjs';

/** What a figure says of a layer. */
export interface LayerWords {
  /** What to call it if it has no name of its own. */
  readonly short: string;
  /** Selects its colour. */
  readonly colour: 'map' | 'conv' | 'pool' | 'up' | 'join' | 'msrb' | 'msam' | 'aaspp' | 'rasm';
  /** In its box: `f³`, in the notation of the paper. */
  readonly label: string;
  /** In words. */
  readonly meaning: string;
  /** Its term in an equation, given those of its inputs. */
  term(inputs: readonly string[]): string;
}

/** Describes a layer by its class and its settings. @throws Error for a class that no figure of the paper has */
export function layerWords(layer: tf.layers.Layer): LayerWords {
  const name = layer.getClassName().replace(/^MsaUnet/, '');
  const describe = words[name];
  if (!describe) throw new Error(`no figure has a ${name}; describe it in docs/figures/layerWords.ts`);
  return describe(layer.getConfig());
}

const words: Record<string, (config: tf.serialization.ConfigDict) => LayerWords> = {
  InputLayer: () => ({
    ...{ short: 'input', colour: 'map', label: '', meaning: 'input' },
    term: ([name]) => name!,
  }),
  ConvBatchNormRelu: ({ kernelSize: k, dilation }) => ({
    ...applied(`f${raised(k)}${dilation === 1 ? '' : lowered(dilation)}`),
    ...{ short: 'unit', colour: 'conv' },
    meaning: `${k} × ${k} convolution${dilation === 1 ? '' : ` with dilation ${dilation}`}, batch normalisation, ReLU`,
  }),
  Conv2D: ({ kernelSize: k, activation }) => ({
    ...{ short: 'conv', colour: 'conv', label: activation === 'sigmoid' ? `σ(f${raised(k)})` : `f${raised(k)}` },
    meaning: `${k} × ${k} convolution${activation === 'sigmoid' ? ', sigmoid' : ''}`,
    term: ([x]) => (activation === 'sigmoid' ? `σ(f${raised(k)}(${x}))` : `f${raised(k)}(${x})`),
  }),
  MaxPooling2D: ({ poolSize: n }) => ({
    ...applied(`p${lowered(n)}`),
    ...{ short: `pool${n}`, colour: 'pool', label: `max-pool ${n}`, meaning: `${n} × ${n} max-pooling` },
  }),
  BilinearUpsampling: () => ({
    ...{ short: 'up', colour: 'up', label: 'b₂', meaning: 'bilinear upsampling by 2' },
    term: ([x]) => `b₂(${x})`, // a second input only gives the size
  }),
  Concatenate: () => ({
    ...{ short: 'concat', colour: 'join', label: '[ ; ]', meaning: 'concatenation of channels' },
    term: (inputs) => `[${inputs.join('; ')}]`,
  }),
  Add: () => ({
    ...{ short: 'add', colour: 'join', label: '+', meaning: 'sum' },
    term: (inputs) => inputs.join(' + '),
  }),
  Multiply: () => ({
    ...{ short: 'multiply', colour: 'join', label: '×', meaning: 'product' },
    term: (inputs) => inputs.join(' · '),
  }),
  DropBlock: ({ blockSize, keepProb }) => ({
    ...applied('d'),
    ...{
      short: 'drop',
      colour: 'join',
      label: 'DropBlock d',
      meaning: `DropBlock, block ${blockSize}, keep ${keepProb}`,
    },
  }),
  MSRB: () => ({ ...applied('MSRB'), short: 'msrb', colour: 'msrb', meaning: 'multi-scale residual block' }),
  MSAM: () => ({ ...applied('MSAM'), short: 'msam', colour: 'msam', meaning: 'multi-scale attention module' }),
  AASPP: () => ({
    ...applied('AASPP'),
    ...{ short: 'aaspp', colour: 'aaspp', meaning: 'attentive atrous spatial pyramid pooling' },
  }),
  RASM: () => ({ ...applied('RASM'), short: 'rasm', colour: 'rasm', meaning: 'residual attention skip module' }),
};

const applied = (symbol: string) => ({
  label: symbol,
  term: (inputs: readonly string[]) => `${symbol}(${inputs.join(', ')})`,
});

const digits = (from: string) => (n: unknown) => [...String(n)].map((digit) => from[Number(digit)]).join('');
const raised = digits('⁰¹²³⁴⁵⁶⁷⁸⁹');
const lowered = digits('₀₁₂₃₄₅₆₇₈₉');

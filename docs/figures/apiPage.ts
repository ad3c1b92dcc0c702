import type * as tf from '@tensorflow/tfjs';

/** The API page of a layer of ours, from the folder of the pages: `api/layers/MSRB`. */
const apiPage = (className: string): string => `api/layers/${className.replace(/^MsaUnet/, '')}`;

/** Where a layer is documented: its page on the site, or that of tfjs; `null` for inputs. */
export function pageOf(layer: tf.layers.Layer): string | null {
  const name = layer.getClassName();
  if (name.startsWith('MsaUnet')) return `../${apiPage(name)}.html`; // from docs/images
  return name === 'InputLayer' ? null : `https://js.tensorflow.org/api/latest/#layers.${name.toLowerCase()}`;
}

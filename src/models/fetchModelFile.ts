import { htmlAdvice, isHtml } from '../utils/isHtml';
import { ModelFormatError } from './modelFormatError';
import { parseModelJson } from './parseModelJson';
import type { WeightsProgress } from './weightsProgress';

/**
 * Makes a `fetch` for the files of a model, which rejects answers that are not one: tfjs takes the text of an error page
 * for weights.
 *
 * @param source URL of the `model.json`; all others are weights
 * @param progress counts the weights; `null`: nothing does
 */
export const fetchModelFile =
  (source: string, fetchFunc: typeof fetch, progress: WeightsProgress | null): typeof fetch =>
  async (input, init) => {
    const url = String(input);
    const response = await fetchFunc(input, init);
    if (!response.ok) throw new Error(`loadModel: ${url} cannot be fetched (HTTP ${response.status}). ${fix}`);
    if (url === source) {
      const text = await response.text();
      const json = parseModelJson(text, url);
      progress?.expect(json);
      return new Response(text);
    }
    if (response.headers.get('Content-Type')?.startsWith('text/html') && isHtml(await response.clone().text()))
      throw new ModelFormatError(`${url} is an HTML page, not the weights of a model. ${htmlAdvice}`);
    return progress?.count(response) ?? response;
  };

const fix = 'Check the URL; weights must be beside their model.json';

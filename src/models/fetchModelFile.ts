import { htmlAdvice, isHtml } from '../utils/isHtml';
import { ModelFormatError } from './modelFormatError';
import { parseModelJson } from './parseModelJson';

/**
 * Makes a `fetch` for the files of a model, which rejects answers that are not one: tfjs takes the text of an error page
 * for weights.
 *
 * @param source URL of the `model.json`; all others are weights
 */
export const fetchModelFile =
  (source: string, fetchFunc: typeof fetch): typeof fetch =>
  async (input, init) => {
    const url = String(input);
    const response = await fetchFunc(input, init);
    if (!response.ok) throw new Error(`loadModel: ${url} cannot be fetched (HTTP ${response.status}). ${fix}`);
    if (url === source) {
      const text = await response.text();
      parseModelJson(text, url);
      return new Response(text);
    }
    if (response.headers.get('Content-Type')?.startsWith('text/html') && isHtml(await response.clone().text()))
      throw new ModelFormatError(`${url} is an HTML page, not the weights of a model. ${htmlAdvice}`);
    return response;
  };

const fix = 'Check the URL; weights must be beside their model.json';

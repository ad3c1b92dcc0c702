import { htmlAdvice, isHtml } from '../utils/isHtml';
import { type JsonReader, JsonValueError } from '../utils/jsonReader';
import { RunFileError } from './runFileError';

/**
 * Reads the text of a JSON file of a run.
 *
 * @param file name of the file in messages
 * @param fix what to do if the file is damaged
 * @throws RunFileError if it is not JSON, or not what `read` expects
 */
export function parseRunFile<T>(text: string, file: string, { read, fix }: { read: JsonReader<T>; fix: string }): T {
  if (isHtml(text)) throw new RunFileError(file, `the file must be JSON; this is an HTML page. ${htmlAdvice}`);
  try {
    return read(parse(text), '');
  } catch (cause) {
    if (cause instanceof JsonValueError || cause instanceof SyntaxError)
      throw new RunFileError(file, `${cause.message}. ${fix}`, { cause });
    throw cause;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`the file must be JSON; it is damaged (${cause instanceof Error ? cause.message : cause})`, {
      cause,
    });
  }
}

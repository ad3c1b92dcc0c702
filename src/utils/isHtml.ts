/** Whether a text is a web page, which many servers send in place of a missing file. */
export const isHtml = (text: string): boolean => /^\s*<(!doctype|html|head|body|!--)/i.test(text);

/** Advice for a URL that answers with a web page. */
export const htmlAdvice =
  'Servers send one in place of a missing file: check the URL, and put the file into the folder that is served, which is ' +
  'public/ in Vite';

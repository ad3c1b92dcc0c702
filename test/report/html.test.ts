import { expect, test } from 'vitest';

import { escapeHtml, htmlFigure, htmlPage, htmlTable } from '../../src/report/html';

test('text is escaped, attributes included', () => {
  expect(escapeHtml('<a href="?x&y">')).toBe('&lt;a href=&quot;?x&amp;y&quot;&gt;');
  expect(htmlFigure({ file: 'a"b.png', caption: '<b>' })).toBe(
    '<figure><img src="a&quot;b.png" alt="&lt;b&gt;"><figcaption>&lt;b&gt;</figcaption></figure>',
  );
});

test('a table has a line of names, unless all are empty', () => {
  expect(htmlTable(['x', ''], [['1', '<2>']])).toBe(
    '<table><thead><tr><th>x</th><th></th></tr></thead><tbody><tr><td>1</td><td>&lt;2&gt;</td></tr></tbody></table>',
  );
  expect(htmlTable(['', ''], [['1', '2']])).toBe('<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>');
});

test('a page is whole and needs nothing from the network', () => {
  const page = htmlPage('a & b', '<h1>x</h1>');
  expect(page).toMatch(
    /^<!doctype html>\n<html lang="en">[\s\S]*<title>a &amp; b<\/title>[\s\S]*<h1>x<\/h1>\n<\/html>\n$/,
  );
  expect(page).not.toMatch(/https?:|@import|<script/);
});

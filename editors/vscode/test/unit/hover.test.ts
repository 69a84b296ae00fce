import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nativeText } from '../../src/hover';

test('a hover leaves messages to the editor and leads to the page of the rule', () => {
  const said =
    'a/b.md\n\n---\n\n**broken-link**: link target "x" does not exist\n\nThe target is looked for.\n\nMore: `cortex explain broken-link`';
  assert.equal(
    nativeText(said),
    'a/b.md\n\n---\n\nThe target is looked for.\n\n[More about broken-link](command:cortex.explainRule?%5B%22broken-link%22%5D)',
  );
});

test('a hover about a section stays as it is', () => {
  const text = '24 tokens for a model to read; 1 reference\n\n**note**: a text\n\nMore: `cortex explain`';
  assert.equal(nativeText(text), text);
});

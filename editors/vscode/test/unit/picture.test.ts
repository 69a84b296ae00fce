import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from '../../webview/graph';
import { boxOf, layOut } from '../../webview/layout';
import type { Bank, BankFile } from '../../webview/overview';
import { cut, levelOf, most, pictureOf, shortNames } from '../../webview/picture';
import { aboutSpot } from '../../webview/words';

const file = (path: string, more: Partial<BankFile> = {}): BankFile => ({
  uri: `file:///w/${path}`,
  path,
  role: 'required',
  tokens: 100,
  budget: 1000,
  session: true,
  severities: {},
  ...more,
});

const bank = (files: BankFile[], more: Partial<Bank> = {}): Bank => ({
  uri: 'file:///w/m',
  folder: 'file:///w',
  path: 'm',
  profile: 'cline',
  declared: true,
  tokens: 200,
  budget: 1000,
  estimated: false,
  missing: [],
  files,
  links: [],
  ...more,
});

/** forest is a bank with many files, of which each links to the next. */
const forest = (n: number): Bank => {
  const files = Array.from({ length: n }, (_, i) => file(`m/${String(i).padStart(4, '0')}.md`, { tokens: 10 * i }));
  return bank(files, { links: files.slice(1).map((f, i) => ({ from: f.path, to: files[i]?.path ?? '', links: 1, broken: 0 })) });
};

test('files, and what links and the profile ask for in vain, are drawn once', () => {
  const links = [
    { from: 'm/a.md', to: 'm/gone.md', links: 1, broken: 1 },
    { from: 'm/a.md', to: 'm/b.md', links: 2, broken: 0 },
  ];
  const { spots } = pictureOf(bank([file('m/a.md'), file('m/b.md')], { links, missing: ['gone.md', 'progress.md'] }));
  assert.deepEqual(
    spots.map((s) => [s.name, s.kind]),
    [
      ['a.md', 'session'],
      ['b.md', 'session'],
      ['gone.md', 'missing'],
      ['progress.md', 'missing'],
    ],
  );
});

test('a spot tells size, budget, the worst of what is reported, and when the file is read', () => {
  const { spots } = pictureOf(
    bank([
      file('m/a.md', { tokens: 900, severities: { hint: 5, information: 2, warning: 1 } }),
      file('m/archive/b.md', { budget: 0, session: false, role: 'history', severities: { hint: 1 } }),
    ]),
  );
  const [a, b] = spots;
  assert.deepEqual([a?.share, a?.worst, a?.reported, a?.kind], [0.9, 'warning', 3, 'session']);
  assert.deepEqual([b?.share, b?.worst, b?.reported, b?.kind], [undefined, undefined, 0, 'history']);
  assert.ok((a?.radius ?? 0) > 2 * (b?.radius ?? 0));
  assert.deepEqual(['fine', 'near', 'over'], [levelOf(0.8), levelOf(0.9), levelOf(1.1)]);
});

test('of many files those that matter are drawn, and the number of the others is told', () => {
  const large = forest(most + 50);
  const clean = large.files[0];
  assert.ok(clean);
  clean.severities = { error: 1 };
  const picture = pictureOf(large);
  assert.equal(picture.spots.length, most);
  assert.equal(picture.left, 50);
  assert.ok(picture.spots.some((s) => s.path === clean.path));
  assert.ok(picture.links.every((l) => picture.spots.some((s) => s.path === l.from) && picture.spots.some((s) => s.path === l.to)));
});

test('a name has its folder only where another file has the same', () => {
  const names = shortNames(['m/a.md', 'm/x/README.md', 'm/README.md', 'other/b.md'], 'm');
  assert.deepEqual([...names.values()], ['a.md', 'x/README.md', 'README.md', 'b.md']);
  assert.equal(cut('a-name-that-is-much-longer-than-others.md').length, 24);
});

for (const n of [0, 1, 2, 7, 300]) {
  test(`${n} files have room, the same at each time`, () => {
    const picture = pictureOf(forest(n));
    const places = layOut(picture, 1.5, new Map());
    assert.deepEqual(layOut(picture, 1.5, new Map()), places);
    for (const [i, a] of picture.spots.entries()) {
      for (const b of picture.spots.slice(i + 1)) {
        const [p, q] = [places.get(a.path), places.get(b.path)];
        assert.ok(p && q && Math.hypot(p.x - q.x, p.y - q.y) > a.radius + b.radius, `${a.path} lies on ${b.path}`);
      }
    }
    const box = boxOf(picture, places);
    for (const { x, y } of places.values()) {
      assert.ok(x > box.x && y > box.y && x < box.x + box.width && y < box.y + box.height);
    }
  });
}

test('a file that comes moves no other', () => {
  const before = layOut(pictureOf(forest(20)), 1.5, new Map());
  for (const after of [layOut(pictureOf(forest(20)), 1.5, before), layOut(pictureOf(forest(21)), 1.5, before)]) {
    for (const [path, { x, y }] of before) {
      const now = after.get(path);
      assert.deepEqual(now, { x, y }, path);
    }
  }
});

test('the arrow keys lead to the next file in their direction', () => {
  const places = new Map([
    ['a', { x: 0, y: 0 }],
    ['right', { x: 50, y: 5 }],
    ['far', { x: 200, y: 0 }],
    ['below', { x: 10, y: 60 }],
  ]);
  assert.deepEqual([nearest(places, 'a', 1, 0), nearest(places, 'a', 0, 1), nearest(places, 'a', -1, 0)], ['right', 'below', 'a']);
});

test('who does not see the picture is told what it shows', () => {
  const b = bank([file('m/a.md', { tokens: 1, severities: { error: 1, warning: 2 } }), file('m/b.md')], {
    links: [
      { from: 'm/a.md', to: 'm/b.md', links: 3, broken: 1 },
      { from: 'm/a.md', to: 'm/c.md', links: 1, broken: 1 },
    ],
  });
  const about = pictureOf(b).spots.map((s) => aboutSpot(s, b).join('; '));
  assert.deepEqual(about, [
    'm/a.md; 1 token, <1 % of its budget; 1 error, 2 warnings; links to 2 files, 2 broken',
    'm/b.md; 100 tokens, 10 % of its budget; nothing reported; 1 file links here, 1 broken',
    'm/c.md; does not exist; 1 file links here, 1 broken',
  ]);
});

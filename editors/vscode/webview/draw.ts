import { drawn } from './elements';
import { labelled, type Place } from './layout';
import type { Bank, Link } from './overview';
import { levelOf, type Picture, type Spot } from './picture';
import { aboutSpot, percent } from './words';

/** links draws what leads where, below the files. */
export function drawLinks(picture: Picture, places: ReadonlyMap<string, Place>): SVGGElement {
  const radius = new Map(picture.spots.map((s) => [s.path, s.radius]));
  const layer = drawn('g', { 'aria-hidden': 'true' });
  for (const link of picture.links) {
    const [from, to] = [places.get(link.from), places.get(link.to)];
    if (from && to) {
      layer.append(drawLink(link, from, to, radius));
    }
  }
  return layer;
}

function drawLink(link: Link, from: Place, to: Place, radius: ReadonlyMap<string, number>): SVGPathElement {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.max(1, Math.hypot(dx, dy));
  const [ux, uy] = [dx / length, dy / length];
  // Bent to the left, so that both directions between two files can be told apart.
  const bend = Math.min(28, length * 0.12);
  const middle = { x: (from.x + to.x) / 2 + uy * bend, y: (from.y + to.y) / 2 - ux * bend };
  const start = along(from, middle, (radius.get(link.from) ?? 0) + 5);
  const end = along(to, middle, (radius.get(link.to) ?? 0) + 7);
  return drawn('path', {
    class: link.broken > 0 ? 'link broken' : 'link',
    'data-from': link.from,
    'data-to': link.to,
    d: `M${start.x} ${start.y}Q${middle.x.toFixed(1)} ${middle.y.toFixed(1)} ${end.x} ${end.y}`,
    'stroke-width': Math.min(3.5, 1 + Math.log2(link.links) * 0.6).toFixed(1),
    'marker-end': link.broken > 0 ? 'url(#broken)' : 'url(#arrow)',
  });
}

/** along returns the place at a distance from one place towards another. */
function along(from: Place, towards: Place, distance: number): Place {
  const length = Math.max(1, Math.hypot(towards.x - from.x, towards.y - from.y));
  const share = distance / length;
  const round = (n: number) => Math.round(10 * n) / 10;
  return { x: round(from.x + (towards.x - from.x) * share), y: round(from.y + (towards.y - from.y) * share) };
}

export function drawSpot(spot: Spot, at: Place, bank: Bank, few: boolean): SVGGElement {
  const about = aboutSpot(spot, bank);
  const group = drawn(
    'g',
    {
      class: `spot ${spot.kind}`,
      'data-path': spot.path,
      transform: `translate(${at.x} ${at.y})`,
      tabindex: -1,
      role: spot.file ? 'button' : 'img',
      'aria-label': about.join(', '),
    },
    drawn('title', {}, about.join('\n')),
  );
  group.append(drawn('circle', { class: 'disc', r: spot.radius.toFixed(1) }));
  if (spot.share !== undefined) {
    group.append(...gauge(spot.radius + 4, spot.share, few ? 4 : 2.5));
  }
  if (spot.worst) {
    group.append(badge(spot, few));
  }
  return group;
}

/** drawName draws the name of a file, which is to lie above all files. */
export function drawName(spot: Spot, at: Place, few: boolean): SVGGElement {
  const group = drawn(
    'g',
    {
      class: `label ${spot.kind}${few || spot.landmark ? '' : ' far'}`,
      'data-path': spot.path,
      transform: `translate(${at.x} ${at.y + spot.radius})`,
      'aria-hidden': 'true',
    },
    drawn('text', { class: 'name', y: 21 }, spot.name),
  );
  if (few && spot.file) {
    group.append(drawn('text', { class: 'size', y: 35 }, sizeText(spot)));
  }
  return group;
}

function sizeText(spot: Spot): string {
  const tokens = spot.file?.tokens ?? 0;
  const short = tokens < 1000 ? `${tokens} tokens` : `${(tokens / 1000).toFixed(tokens < 10_000 ? 1 : 0)}k tokens`;
  return spot.share === undefined ? short : `${short} · ${percent(spot.share)}`;
}

/** gauge draws how much of its budget a file uses, as a ring around it. */
function gauge(radius: number, share: number, width: number): SVGElement[] {
  const around = 2 * Math.PI * radius;
  const used = around * Math.min(1, share);
  const circle = (kind: string, dash: string | undefined) =>
    drawn('circle', {
      class: kind,
      r: radius.toFixed(1),
      'stroke-width': width,
      'stroke-dasharray': dash,
      transform: 'rotate(-90)',
    });
  return [circle('track', undefined), circle(`used ${levelOf(share)}`, `${used.toFixed(1)} ${around.toFixed(1)}`)];
}

/** badge tells how much is reported in a file; its shape tells how severe the worst is. */
function badge(spot: Spot, few: boolean): SVGGElement {
  const size = few ? 9 : 6;
  const at = (spot.radius + 4) * Math.SQRT1_2;
  const shape =
    spot.worst === 'warning'
      ? drawn('path', { d: `M0 ${-size * 1.25}L${size * 1.25} ${size * 0.95}H${-size * 1.25}Z` })
      : drawn('circle', { r: size });
  const group = drawn('g', { class: `badge ${spot.worst}`, transform: `translate(${at.toFixed(1)} ${(-at).toFixed(1)})` }, shape);
  if (few) {
    group.append(drawn('text', { y: spot.worst === 'warning' ? 5.5 : 4 }, spot.reported > 99 ? '99' : String(spot.reported)));
  }
  return group;
}

/** markers are the ends of links. */
export function markers(): SVGDefsElement {
  const end = (id: string) =>
    drawn(
      'marker',
      { id, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, markerUnits: 'userSpaceOnUse', orient: 'auto' },
      drawn('path', { d: 'M0 0.5L8 4L0 7.5Z' }),
    );
  return drawn('defs', {}, end('arrow'), end('broken'));
}

export const isFew = (picture: Picture): boolean => picture.spots.length <= labelled;

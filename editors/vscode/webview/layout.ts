import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from 'd3-force';
import type { Picture, Spot } from './picture';

export interface Place {
  x: number;
  y: number;
}

export interface Box extends Place {
  width: number;
  height: number;
}

interface Body extends SimulationNodeDatum {
  spot: Spot;
}

/** labelled is up to how many files all have their names beside them. */
export const labelled = 40;

/**
 * layOut places the files, those with many links in the middle. Files that had a place keep it, unless most are new, so
 * that a picture stays what it was while somebody types. The same picture always comes out the same.
 */
export function layOut(picture: Picture, aspect: number, before: ReadonlyMap<string, Place>): Map<string, Place> {
  const known = picture.spots.filter((spot) => before.has(spot.path)).length;
  const keep = known >= picture.spots.length / 2;
  const bodies: Body[] = picture.spots.map((spot) => {
    const place = keep ? before.get(spot.path) : undefined;
    return { spot, ...place, fx: place?.x, fy: place?.y };
  });
  if (known < bodies.length) {
    settle(bodies, picture, aspect);
  }
  return new Map(bodies.map((b) => [b.spot.path, { x: Math.round(b.x ?? 0), y: Math.round(b.y ?? 0) }]));
}

function settle(bodies: Body[], picture: Picture, aspect: number): void {
  const named = bodies.length <= labelled;
  const wide = Math.sqrt(Math.min(3, Math.max(1, aspect)));
  const ticks = named ? 300 : 140;
  const linked = new Set(picture.links.flatMap((l) => [l.from, l.to]));
  forceSimulation(bodies)
    .force(
      'links',
      forceLink<Body, { source: string; target: string }>(picture.links.map((l) => ({ source: l.from, target: l.to })))
        .id((b) => b.spot.path)
        .distance((l) => reach(l.source) + reach(l.target) + (named ? 60 : 45)),
    )
    .force(
      'apart',
      forceManyBody<Body>()
        .strength(named ? -420 : -150)
        .distanceMax(named ? 700 : 400),
    )
    .force(
      'room',
      forceCollide<Body>((b) => room(b.spot, named))
        .strength(0.9)
        .iterations(2),
    )
    // A window is wider than high. What has no links is not held by them.
    .force(
      'x',
      forceX<Body>(0).strength((b) => (linked.has(b.spot.path) ? 0.06 : 0.11) / wide),
    )
    .force(
      'y',
      forceY<Body>(0).strength((b) => (linked.has(b.spot.path) ? 0.06 : 0.11) * wide),
    )
    .alphaDecay(1 - 0.001 ** (1 / ticks))
    .stop()
    .tick(ticks);
}

/** room is what a file needs around it, with the name below. */
function room(spot: Spot, named: boolean): number {
  return named ? Math.max(spot.radius + 30, spot.name.length * 3.6 + 6) : spot.radius + 7;
}

/** reach of an end of a link, which is a name until the simulation begins. */
function reach(end: unknown): number {
  return typeof end === 'object' && end !== null ? (end as Body).spot.radius : 0;
}

/** boxOf returns what must be seen for all to be seen, names included. */
export function boxOf(picture: Picture, places: ReadonlyMap<string, Place>): Box {
  let [left, top, right, bottom] = [-80, -60, 80, 60];
  const named = picture.spots.length <= labelled;
  for (const spot of picture.spots) {
    const at = places.get(spot.path) ?? { x: 0, y: 0 };
    const wide = named ? Math.max(spot.radius + 14, spot.name.length * 4.1 + 4) : spot.radius + 10;
    left = Math.min(left, at.x - wide);
    right = Math.max(right, at.x + wide);
    top = Math.min(top, at.y - spot.radius - 16);
    bottom = Math.max(bottom, at.y + spot.radius + (named ? 40 : 10));
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

import { drawLinks, drawName, drawSpot, isFew, markers } from './draw';
import { drawn } from './elements';
import { boxOf, layOut, type Place } from './layout';
import type { Bank } from './overview';
import { pictureOf, type Picture, type Spot } from './picture';
import { View } from './view';

/** Graph is the picture of a bank's files. The arrow keys go from file to file, Enter opens one. */
export class Graph {
  private readonly view: View;
  private places = new Map<string, Place>();
  private picture: Picture = { spots: [], links: [], left: 0 };
  private shown = '';
  private current = '';

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly open: (uri: string) => void,
    private readonly point: (path: string) => void,
  ) {
    this.view = new View(svg);
    svg.addEventListener('keydown', (e) => this.press(e));
    svg.addEventListener('click', (e) => this.choose(spotAt(e.target)));
    svg.addEventListener('pointerover', (e) => this.highlight(spotAt(e.target) ?? ''));
    svg.addEventListener('pointerleave', () => this.highlight(''));
    svg.addEventListener('focusin', (e) => this.highlight(spotAt(e.target) ?? ''));
    svg.addEventListener('focusout', () => this.highlight(''));
  }

  show(bank: Bank): void {
    if (this.shown !== bank.uri) {
      this.places = new Map();
    }
    const before = [...this.places.keys()].join();
    this.picture = pictureOf(bank);
    const { width, height } = this.svg.getBoundingClientRect();
    this.places = layOut(this.picture, height > 0 ? width / height : 1.5, this.places);
    const focused = this.svg.contains(document.activeElement);
    const few = isFew(this.picture);
    this.svg.classList.toggle('many', !few);
    this.svg.classList.toggle('dense', this.picture.links.length > 150);
    const at = (spot: Spot) => this.places.get(spot.path) ?? { x: 0, y: 0 };
    this.svg.replaceChildren(
      markers(),
      drawLinks(this.picture, this.places),
      drawn('g', {}, ...this.picture.spots.map((spot) => drawSpot(spot, at(spot), bank, few))),
      drawn('g', {}, ...this.picture.spots.map((spot) => drawName(spot, at(spot), few))),
    );
    this.svg.setAttribute(
      'aria-label',
      `${this.picture.spots.length} files and the links between them. The arrow keys go from file to file, Enter opens one.`,
    );
    if (this.shown !== bank.uri || before !== [...this.places.keys()].join()) {
      this.view.fit(boxOf(this.picture, this.places));
    }
    this.shown = bank.uri;
    this.stand(this.places.has(this.current) ? this.current : (this.picture.spots[0]?.path ?? ''), focused);
  }

  zoom(by: number): void {
    this.view.zoom(by);
  }

  fit(): void {
    this.view.fit(boxOf(this.picture, this.places));
  }

  /** highlight shows a file with what it is linked to before all others; "" ends that. */
  highlight(path: string): void {
    this.point(path);
    const near = new Set([path]);
    for (const line of this.svg.querySelectorAll<SVGPathElement>('.link')) {
      const { from = '', to = '' } = line.dataset;
      const touches = path !== '' && (from === path || to === path);
      line.classList.toggle('lit', touches);
      if (touches) {
        near.add(from).add(to);
      }
    }
    this.svg.classList.toggle('lighting', path !== '');
    for (const spot of this.svg.querySelectorAll<SVGGElement>('.spot, .label')) {
      spot.classList.toggle('lit', path !== '' && near.has(spot.dataset.path ?? ''));
    }
  }

  private choose(path: string | undefined): void {
    const uri = this.picture.spots.find((s) => s.path === path)?.file?.uri;
    if (uri) {
      this.open(uri);
    }
  }

  private press(e: KeyboardEvent): void {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
    if (step) {
      this.stand(nearest(this.places, this.current, step[0] ?? 0, step[1] ?? 0), true);
    } else if (e.key === 'Enter' || e.key === ' ') {
      this.choose(this.current);
    } else {
      return;
    }
    e.preventDefault();
  }

  /** stand makes one file the one that Tab leads to. */
  private stand(path: string, focus: boolean): void {
    this.current = path;
    for (const spot of this.spots()) {
      spot.setAttribute('tabindex', spot.dataset.path === path ? '0' : '-1');
      if (focus && spot.dataset.path === path) {
        spot.focus();
      }
    }
  }

  private spots(): NodeListOf<SVGGElement> {
    return this.svg.querySelectorAll<SVGGElement>('.spot');
  }
}

function spotAt(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<SVGGElement>('.spot')?.dataset.path : undefined;
}

/** nearest returns the file that one comes to in a direction, the same one if there is none. */
export function nearest(places: ReadonlyMap<string, Place>, from: string, dx: number, dy: number): string {
  const start = places.get(from);
  let [best, least] = [from, Infinity];
  for (const [path, at] of places) {
    const [x, y] = start ? [at.x - start.x, at.y - start.y] : [0, 0];
    const forward = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (path !== from && forward > 0 && forward + 2 * aside < least) {
      [best, least] = [path, forward + 2 * aside];
    }
  }
  return best;
}

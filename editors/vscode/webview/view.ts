import type { Box } from './layout';

/** View is the part of a drawing that is seen: the wheel zooms, a drag moves. */
export class View {
  private box: Box = { x: 0, y: 0, width: 1, height: 1 };

  constructor(private readonly svg: SVGSVGElement) {
    svg.addEventListener(
      'wheel',
      (e) => {
        e.preventDefault();
        this.zoom(Math.exp(e.deltaY / 500), this.place(e));
      },
      { passive: false },
    );
    svg.addEventListener('pointerdown', (e) => this.drag(e));
  }

  fit(box: Box): void {
    // Small pictures are not blown up.
    const { width, height } = this.svg.getBoundingClientRect();
    const grown = { width: Math.max(box.width, width / 1.2), height: Math.max(box.height, height / 1.2) };
    this.see({ x: box.x - (grown.width - box.width) / 2, y: box.y - (grown.height - box.height) / 2, ...grown });
  }

  /** zoom shows as much more as by says, around a place, else around the middle. */
  zoom(by: number, around = { x: this.box.x + this.box.width / 2, y: this.box.y + this.box.height / 2 }): void {
    const { x, y, width, height } = this.box;
    if (width * by < 60 || width * by > 40_000) {
      return;
    }
    this.see({ x: around.x - (around.x - x) * by, y: around.y - (around.y - y) * by, width: width * by, height: height * by });
  }

  private see(box: Box): void {
    this.box = box;
    this.svg.setAttribute('viewBox', [box.x, box.y, box.width, box.height].map((n) => n.toFixed(1)).join(' '));
    // Some texts are as large as they are, however near one is.
    this.svg.style.setProperty('--unit', this.scale().toFixed(3));
  }

  private drag(down: PointerEvent): void {
    if (down.button !== 0 || (down.target instanceof Element && down.target.closest('.spot'))) {
      return;
    }
    const [begin, from] = [this.box, this.scale()];
    const move = (e: PointerEvent) =>
      this.see({ ...begin, x: begin.x - (e.clientX - down.clientX) * from, y: begin.y - (e.clientY - down.clientY) * from });
    this.svg.setPointerCapture(down.pointerId);
    this.svg.addEventListener('pointermove', move);
    this.svg.addEventListener('lostpointercapture', () => this.svg.removeEventListener('pointermove', move), { once: true });
  }

  /** scale is how much of the drawing a pixel shows. */
  private scale(): number {
    const { width, height } = this.svg.getBoundingClientRect();
    return Math.max(this.box.width / Math.max(1, width), this.box.height / Math.max(1, height));
  }

  private place(e: MouseEvent): { x: number; y: number } {
    const { left, top, width, height } = this.svg.getBoundingClientRect();
    return {
      x: this.box.x + this.box.width / 2 + (e.clientX - left - width / 2) * this.scale(),
      y: this.box.y + this.box.height / 2 + (e.clientY - top - height / 2) * this.scale(),
    };
  }
}

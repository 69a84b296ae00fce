import { element } from './elements';
import { Graph } from './graph';
import { health } from './health';
import type { Asked, Bank, Overview, Told } from './overview';
import { most } from './picture';
import { Table } from './table';
import { plural } from '../src/text';

declare function acquireVsCodeApi(): {
  postMessage(asked: Asked): void;
  getState(): { bank?: string } | undefined;
  setState(state: { bank?: string }): void;
};

const editor = acquireVsCodeApi();
const byId = <E extends Element>(id: string): E => document.getElementById(id) as unknown as E;
const open = (uri: string) => editor.postMessage({ ask: 'open', uri });

const choice = byId<HTMLSelectElement>('bank');
const table = new Table(byId('table'), open, (path) => graph.highlight(path));
const graph = new Graph(byId('graph'), open, (path) => table.mark(path));
let banks: Bank[] = [];

function show(overview: Overview): void {
  banks = overview.banks;
  document.body.dataset.state = banks.length > 0 ? 'shown' : 'empty';
  choice.replaceChildren(...banks.map((b) => element('option', { value: b.uri }, title(b))));
  choice.hidden = banks.length < 2;
  const wanted = editor.getState()?.bank;
  showBank(banks.find((b) => b.uri === wanted) ?? banks[0]);
}

function showBank(bank: Bank | undefined): void {
  if (!bank) {
    return;
  }
  editor.setState({ bank: bank.uri });
  choice.value = bank.uri;
  byId('title').textContent = title(bank);
  byId('convention').textContent =
    bank.profile === '' ? 'no known convention' : `${bank.profile}, ${bank.declared ? 'declared' : 'recognised'}`;
  const before = byId('health');
  const now = element('div', {}, ...health(bank, () => editor.postMessage({ ask: 'problems' })));
  // What is said again without need is read out again.
  if (now.textContent !== before.textContent) {
    before.replaceChildren(...now.childNodes);
  }
  graph.show(bank);
  table.show(bank);
  const left = bank.files.length - most;
  byId('left').textContent = left > 0 ? `${plural(left, 'file')} with little to tell ${left === 1 ? 'is' : 'are'} not drawn.` : '';
}

const title = (bank: Bank): string => {
  const folder = decodeURIComponent(bank.folder.slice(bank.folder.lastIndexOf('/') + 1));
  return bank.path === '.' ? folder : banks.some((b) => b.folder !== bank.folder) ? `${folder}/${bank.path}` : bank.path;
};

window.addEventListener('message', ({ data }: MessageEvent<Told>) => {
  if ('overview' in data) {
    show(data.overview);
  } else {
    document.body.dataset.state = 'failed';
    byId('problem').textContent = data.problem;
  }
});
choice.addEventListener('change', () => showBank(banks.find((b) => b.uri === choice.value)));
byId<HTMLElement>('start').addEventListener('click', () => editor.postMessage({ ask: 'start' }));
byId<HTMLElement>('nearer').addEventListener('click', () => graph.zoom(0.8));
byId<HTMLElement>('farther').addEventListener('click', () => graph.zoom(1.25));
byId<HTMLElement>('all').addEventListener('click', () => graph.fit());
let width = innerWidth;
window.addEventListener('resize', () => {
  if (innerWidth !== width) {
    width = innerWidth;
    graph.fit();
  }
});
editor.postMessage({ ask: 'overview' });

import { thousands } from '../src/text';
import { drawn, element } from './elements';
import { icon } from './health';
import type { Bank, BankFile } from './overview';
import { countLinks, levelOf, reportedIn, severities, shortNames, worstOf } from './picture';
import { percent, reportText } from './words';

interface Row {
  file: BankFile;
  name: string;
  into: number;
  out: number;
}

interface Column {
  title: string;
  /** order compares rows as they come first by this column. */
  order(a: Row, b: Row): number;
  cell(row: Row): (Node | string)[];
}

const byName = (a: Row, b: Row) => a.file.path.localeCompare(b.file.path);

/** Table says in words and numbers what the picture shows. */
export class Table {
  private sorted = 'Reported';
  private bank: Bank | undefined;

  constructor(
    private readonly table: HTMLTableElement,
    private readonly open: (uri: string) => void,
    private readonly point: (path: string) => void,
  ) {
    table.addEventListener('pointerleave', () => point(''));
  }

  show(bank: Bank): void {
    this.bank = bank;
    const names = shortNames(
      bank.files.map((f) => f.path),
      bank.path,
    );
    const linked = countLinks(bank);
    const rows = bank.files.map((file) => ({ file, name: names.get(file.path) ?? file.path, into: 0, out: 0, ...linked.get(file.path) }));
    const columns = this.columns();
    const chosen = columns.find((c) => c.title === this.sorted);
    rows.sort((a, b) => chosen?.order(a, b) || byName(a, b));
    const focused = this.table.contains(document.activeElement) ? document.activeElement?.getAttribute('data-key') : undefined;
    this.table.replaceChildren(
      element('caption', {}, 'The same in words and numbers'),
      element('thead', {}, element('tr', {}, ...columns.map((c) => this.head(c)))),
      element('tbody', {}, ...rows.map((row) => this.line(row, columns))),
    );
    if (focused) {
      this.table.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  /** mark shows which row is the file that is pointed at. */
  mark(path: string): void {
    for (const row of this.table.tBodies[0]?.rows ?? []) {
      row.classList.toggle('lit', row.dataset.path === path);
    }
  }

  private columns(): Column[] {
    return [
      { title: 'File', order: byName, cell: (r) => [this.link(r)] },
      { title: 'Tokens', order: (a, b) => b.file.tokens - a.file.tokens, cell: (r) => [thousands(r.file.tokens)] },
      { title: 'Budget', order: (a, b) => share(b.file) - share(a.file), cell: (r) => budgetCell(r.file) },
      {
        title: 'Reported',
        order: (a, b) => severity(a.file) - severity(b.file) || reportedIn(b.file) - reportedIn(a.file),
        cell: (r) => reportedCell(r.file),
      },
      { title: 'In', order: (a, b) => b.into - a.into, cell: (r) => [String(r.into)] },
      { title: 'Out', order: (a, b) => b.out - a.out, cell: (r) => [String(r.out)] },
    ];
  }

  private head(column: Column): HTMLTableCellElement {
    const title = { In: 'files that link here', Out: 'files that it links to' }[column.title];
    const button = element('button', { type: 'button', title, 'data-key': `head ${column.title}` }, column.title);
    button.addEventListener('click', () => {
      this.sorted = column.title;
      if (this.bank) {
        this.show(this.bank);
      }
    });
    return element(
      'th',
      { scope: 'col', 'aria-sort': this.sorted === column.title ? (column.title === 'File' ? 'ascending' : 'descending') : 'none' },
      button,
    );
  }

  private line(row: Row, columns: Column[]): HTMLTableRowElement {
    const cells = columns.map((c, i) => element(i === 0 ? 'th' : 'td', i === 0 ? { scope: 'row' } : {}, ...c.cell(row)));
    const line = element('tr', { 'data-path': row.file.path }, ...cells);
    line.addEventListener('pointerenter', () => this.point(row.file.path));
    return line;
  }

  private link(row: Row): HTMLElement {
    const link = element('a', { href: row.file.uri, title: row.file.path, 'data-key': row.file.path }, row.name);
    link.addEventListener('click', (e) => {
      e.preventDefault();
      e.stopPropagation();
      this.open(row.file.uri);
    });
    link.addEventListener('focus', () => this.point(row.file.path));
    return link;
  }
}

const share = (file: BankFile): number => (file.budget > 0 ? file.tokens / file.budget : 0);

function severity(file: BankFile): number {
  const worst = worstOf(file);
  return worst ? severities.indexOf(worst) : severities.length;
}

function budgetCell(file: BankFile): (Node | string)[] {
  if (file.budget === 0) {
    return [element('span', { title: 'not read at the start of a session' }, 'none')];
  }
  const used = share(file);
  const bar = drawn(
    'svg',
    { class: `budget ${levelOf(used)}`, viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    drawn('rect', { class: 'track', width: 100, height: 6 }),
    drawn('rect', { class: 'part', width: Math.min(100, 100 * used).toFixed(1), height: 6 }),
  );
  return [bar, percent(used)];
}

function reportedCell(file: BankFile): (Node | string)[] {
  const parts = severities
    .filter((s) => file.severities[s])
    .map((s) => element('span', { class: 'count' }, icon(s), String(file.severities[s])));
  return parts.length === 0 ? ['–'] : [element('span', { title: reportText(file), role: 'img', 'aria-label': reportText(file) }, ...parts)];
}

import { plural, thousands } from '../src/text';
import { drawn, element } from './elements';
import type { Bank, BankFile } from './overview';
import { levelOf, severities, type Severity } from './picture';
import { countText, percent } from './words';

/** health says in a few lines how the bank is. */
export function health(bank: Bank, showProblems: () => void): Node[] {
  return [reported(bank, showProblems), budget(bank), ...missing(bank)];
}

function reported(bank: Bank, showProblems: () => void): HTMLElement {
  const counts = severities
    .map((s) => ({ severity: s, n: bank.files.reduce((sum, f) => sum + (f.severities[s] ?? 0), 0) }))
    .filter(({ n }) => n > 0);
  const line = element('p', { class: 'reported' });
  if (counts.length === 0) {
    line.append(icon('fine'), ` Nothing is reported in ${plural(bank.files.length, 'file')}.`);
    return line;
  }
  const button = element('button', { type: 'button', title: 'Show them in Problems' });
  for (const { severity, n } of counts) {
    button.append(element('span', {}, icon(severity), ` ${countText(severity, n)}`));
  }
  button.addEventListener('click', showProblems);
  line.append(button, ` in ${plural(bank.files.length, 'file')}`);
  return line;
}

/** icon draws a severity as the editor does: a shape and a colour. */
export function icon(kind: Severity | 'fine'): SVGSVGElement {
  const paths = {
    error: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm2.8 9L10 10.8 8 8.8l-2 2-.8-.8 2-2-2-2 .8-.8 2 2 2-2 .8.8-2 2z',
    warning: 'M8 1 .8 14.5h14.4zm-.6 5h1.2v4.4H7.4zm0 5.6h1.2v1.2H7.4z',
    information: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm.7 10.6H7.3V7h1.4zm0-5.8H7.3V4.4h1.4z',
    fine: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm-1 9.9L4.2 8.1l.9-.9L7 9.1l4-4 .9.9z',
  };
  return drawn(
    'svg',
    { class: `icon ${kind}`, viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    drawn('path', { d: paths[kind], 'fill-rule': 'evenodd' }),
  );
}

/** budget draws what an agent reads in every session, file by file, as a part of what is allowed. */
function budget(bank: Bank): HTMLElement {
  const share = bank.budget > 0 ? bank.tokens / bank.budget : 0;
  const text = `${bank.estimated ? 'about ' : ''}${plural(bank.tokens, 'token')} read in every session, ${percent(share)} of the budget of ${thousands(bank.budget)}`;
  const bar = drawn('svg', {
    class: `budget ${levelOf(share)}`,
    viewBox: '0 0 1000 14',
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': text,
  });
  bar.append(drawn('rect', { class: 'track', width: 1000, height: 14 }));
  const whole = Math.max(bank.budget, bank.tokens, 1);
  let x = 0;
  for (const file of read(bank)) {
    const width = (1000 * file.tokens) / whole;
    bar.append(
      drawn(
        'rect',
        { class: 'part', x: x.toFixed(2), width: (width - Math.min(1.5, width / 5)).toFixed(2), height: 14 },
        drawn('title', {}, `${file.path}: ${plural(file.tokens, 'token')}`),
      ),
    );
    x += width;
  }
  if (share > 1) {
    bar.append(drawn('rect', { class: 'end', x: (1000 / share - 1).toFixed(2), width: 2, height: 14 }));
  }
  return element('div', { class: 'budgeted' }, element('p', {}, text), bar);
}

function read(bank: Bank): BankFile[] {
  return bank.files.filter((f) => f.session).sort((a, b) => b.tokens - a.tokens);
}

function missing(bank: Bank): HTMLElement[] {
  return bank.missing.length === 0
    ? []
    : [element('p', { class: 'missing' }, `The convention "${bank.profile}" asks for ${bank.missing.join(', ')}.`)];
}

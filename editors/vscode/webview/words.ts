import type { BankFile, Bank } from './overview';
import { severities, type Severity, type Spot } from './picture';
import { plural } from '../src/text';

export const percent = (share: number): string => (share > 0 && share < 0.005 ? '<1 %' : `${Math.round(100 * share)} %`);

export function countText(severity: Severity, n: number): string {
  return severity === 'information' ? `${n} information` : plural(n, severity);
}

/** reportText is what is reported in a file, "" for nothing. */
export function reportText(file: BankFile): string {
  return severities
    .filter((s) => file.severities[s])
    .map((s) => countText(s, file.severities[s] ?? 0))
    .join(', ');
}

/** aboutSpot says all that the picture shows of a file. */
export function aboutSpot(spot: Spot, bank: Bank): string[] {
  if (!spot.file) {
    return [spot.path, 'does not exist', linksText(spot.path, bank)].filter(Boolean);
  }
  const { file } = spot;
  const size =
    spot.share === undefined ? plural(file.tokens, 'token') : `${plural(file.tokens, 'token')}, ${percent(spot.share)} of its budget`;
  return [spot.path, size, reportText(file) || 'nothing reported', linksText(spot.path, bank)].filter(Boolean);
}

function linksText(path: string, bank: Bank): string {
  const from = bank.links.filter((l) => l.from === path);
  const to = bank.links.filter((l) => l.to === path);
  const broken = [...from, ...to].reduce((sum, l) => sum + l.broken, 0);
  const texts = [
    from.length > 0 ? `links to ${plural(from.length, 'file')}` : '',
    to.length > 0 ? `${plural(to.length, 'file')} ${to.length === 1 ? 'links' : 'link'} here` : '',
    broken > 0 ? `${broken} broken` : '',
  ];
  return texts.filter(Boolean).join(', ') || 'no links';
}

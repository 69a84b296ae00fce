import type { Bank, BankFile, Link } from './overview';

/** severities are those that count, the worst first. Hints are left out, as in the list of problems. */
export const severities = ['error', 'warning', 'information'] as const;
export type Severity = (typeof severities)[number];

/** Spot is a file in the picture. */
export interface Spot {
  path: string;
  /** name is as short as the other names allow, and cut if it is long. */
  name: string;
  /** file is undefined for one that is missed. */
  file: BankFile | undefined;
  radius: number;
  /** share is what it uses of its budget, undefined for a file that has none. */
  share: number | undefined;
  worst: Severity | undefined;
  reported: number;
  /** landmark is set for the files with the most links, whose names are shown among many others. */
  landmark: boolean;
  kind: 'session' | 'task' | 'history' | 'missing';
}

export interface Picture {
  spots: Spot[];
  links: Link[];
  /** left counts the files for which there is no room. */
  left: number;
}

/** most is how many files are drawn: with more nobody sees anything. */
export const most = 300;

/** pictureOf chooses what is drawn: what is missed, and the files with the most diagnostics, links and tokens. */
export function pictureOf(bank: Bank): Picture {
  const linked = countLinks(bank);
  const weight = (file: BankFile) => weightOf(file, linked);
  const chosen = [...bank.files].sort((a, b) => weight(b) - weight(a)).slice(0, most);
  const names = shortNames([...bank.files.map((f) => f.path), ...missingPaths(bank)], bank.path);
  const scale = Math.sqrt(Math.max(1, ...chosen.map((f) => f.tokens)));
  const largest = chosen.length > 40 ? 26 : 38;
  const landmarks = new Set(
    [...chosen]
      .sort((a, b) => degreeOf(b, linked) - degreeOf(a, linked))
      .slice(0, 12)
      .map((f) => f.path),
  );
  const spots: Spot[] = chosen.map((file) => ({
    path: file.path,
    name: cut(names.get(file.path) ?? file.path),
    file,
    radius: Math.max(chosen.length > 40 ? 5 : 11, (largest * Math.sqrt(file.tokens)) / scale),
    share: file.budget > 0 ? file.tokens / file.budget : undefined,
    worst: worstOf(file),
    reported: reportedIn(file),
    kind: kindOf(file),
    landmark: landmarks.has(file.path),
  }));
  spots.sort((a, b) => a.path.localeCompare(b.path));
  for (const path of missingPaths(bank).slice(0, most)) {
    spots.push({
      path,
      name: cut(names.get(path) ?? path),
      file: undefined,
      radius: 9,
      share: undefined,
      worst: undefined,
      reported: 0,
      kind: 'missing',
      landmark: false,
    });
  }
  const drawn = new Set(spots.map((s) => s.path));
  return { spots, links: bank.links.filter((l) => drawn.has(l.from) && drawn.has(l.to)), left: bank.files.length - chosen.length };
}

/** missingPaths returns the files that links or the profile ask for and that do not exist. */
function missingPaths(bank: Bank): string[] {
  const files = new Set(bank.files.map((f) => f.path));
  const asked = [...bank.missing.map((name) => (bank.path === '.' ? name : `${bank.path}/${name}`)), ...bank.links.map((l) => l.to)];
  return [...new Set(asked)].filter((path) => !files.has(path)).sort();
}

/** Degree is how many files a file links to, and how many link to it. */
export interface Degree {
  out: number;
  into: number;
}

export function countLinks(bank: Bank): Map<string, Degree> {
  const degrees = new Map<string, Degree>();
  const of = (path: string) => degrees.get(path) ?? degrees.set(path, { out: 0, into: 0 }).get(path)!;
  for (const { from, to } of bank.links) {
    of(from).out++;
    of(to).into++;
  }
  return degrees;
}

function degreeOf(file: BankFile, linked: ReadonlyMap<string, Degree>): number {
  const { out, into } = linked.get(file.path) ?? { out: 0, into: 0 };
  return out + into;
}

function weightOf(file: BankFile, linked: ReadonlyMap<string, Degree>): number {
  const worst = worstOf(file);
  return (worst ? 1e9 * (severities.length - severities.indexOf(worst)) : 0) + degreeOf(file, linked) * 1e4 + file.tokens;
}

export function worstOf(file: BankFile): Severity | undefined {
  return severities.find((s) => (file.severities[s] ?? 0) > 0);
}

export function reportedIn(file: BankFile): number {
  return severities.reduce((sum, s) => sum + (file.severities[s] ?? 0), 0);
}

function kindOf(file: BankFile): Spot['kind'] {
  return file.session ? 'session' : file.role === 'history' ? 'history' : 'task';
}

/** shortNames takes the folder away where no other file has the same name. */
export function shortNames(paths: string[], root: string): Map<string, string> {
  const base = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const uses = new Map<string, number>();
  for (const path of paths) {
    uses.set(base(path), (uses.get(base(path)) ?? 0) + 1);
  }
  const within = (path: string) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);
  return new Map(paths.map((path) => [path, uses.get(base(path)) === 1 ? base(path) : within(path)]));
}

/** levelOf names what a share of a budget means: the rule token-budget reports from 80 % on. */
export const levelOf = (share: number): 'fine' | 'near' | 'over' => (share > 1 ? 'over' : share > 0.8 ? 'near' : 'fine');

/** cut leaves out the middle of a long name. */
export function cut(name: string): string {
  const longest = 24;
  return name.length <= longest ? name : `${name.slice(0, 14)}…${name.slice(14 - longest + 1)}`;
}

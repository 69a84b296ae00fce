/** What the server answers to cortex.overview: see lsp/overview.go. */
export interface Overview {
  banks: Bank[];
}

export interface Bank {
  uri: string;
  folder: string;
  path: string;
  profile: string;
  declared: boolean;
  tokens: number;
  budget: number;
  estimated: boolean;
  missing: string[];
  files: BankFile[];
  links: Link[];
}

export interface BankFile {
  uri: string;
  path: string;
  role: string;
  tokens: number;
  budget: number;
  session: boolean;
  severities: Record<string, number>;
}

export interface Link {
  from: string;
  to: string;
  links: number;
  broken: number;
}

/** What the extension tells the page. */
export type Told = { overview: Overview } | { problem: string };

/** What the page asks of the extension. */
export type Asked = { ask: 'overview' } | { ask: 'open'; uri: string } | { ask: 'problems' } | { ask: 'start' };

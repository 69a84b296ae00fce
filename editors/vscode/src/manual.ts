/** manual is where the pages of the rules are: RulePages serves them. */
export const manual = 'cortex-rule:/';

/**
 * manualAt returns where the pages are, if a setting says so. A click on the name of a rule in Problems opens what it names, and
 * the editor would run a command, too: a workspace must not bring one. What is no address at all is left for the server to complain of.
 */
export function manualAt(setting: unknown): string {
  if (typeof setting !== 'string' || setting === '') {
    return manual;
  }
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(setting)?.[1]?.toLowerCase();
  return scheme === undefined || ['http', 'https', 'file'].includes(scheme) ? setting : manual;
}

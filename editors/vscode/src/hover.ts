import * as vscode from 'vscode';
import { rules } from './tables.json';

const explain = 'cortex.explainRule';
const names = new Set(rules.map((r) => r.name));

/**
 * nativeHover fits what the server says about diagnostics to this editor, which shows their messages itself, and can open the
 * page of a rule.
 */
export function nativeHover(hover: vscode.Hover): vscode.Hover {
  for (const content of hover.contents) {
    if (content instanceof vscode.MarkdownString) {
      content.value = nativeText(content.value);
      content.isTrusted = { enabledCommands: [explain] };
    }
  }
  return hover;
}

/** nativeText leaves out messages, and makes a link of the command line for the manual. What a section says itself stays. */
export function nativeText(text: string): string {
  return text
    .replace(/^\*\*([a-z-]+)\*\*: .*\n\n/gm, (message, rule: string) => (names.has(rule) ? '' : message))
    .replace(
      /^More: `cortex explain ([a-z-]+)`$/gm,
      (_, rule: string) => `[More about ${rule}](command:${explain}?${encodeURIComponent(JSON.stringify([rule]))})`,
    );
}

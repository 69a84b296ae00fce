import * as vscode from 'vscode';
import type { Position } from 'vscode-languageclient/node';
import { profiles, rules } from './tables.json';
import { manual } from './manual';
import type { Picture } from './picture';
import type { Server } from './server';
import { plural } from './text';

interface Checked {
  files: number;
  severities: Record<string, number>;
}

interface Fixed {
  applied: boolean;
  fixed: Record<string, number>;
  files: string[];
}

interface Started {
  created: string[];
  existing: string[];
  undeclared: boolean;
}

/** commands returns what the user can ask for, by the name in package.json. */
export function commands(server: Server, picture: Picture): Record<string, (...args: never[]) => Promise<unknown>> {
  return {
    'cortex.showBank': () => picture.show(),
    'cortex.checkWorkspace': () => checkWorkspace(server),
    'cortex.fixWorkspace': () => fixWorkspace(server),
    'cortex.initBank': () => initBank(server),
    'cortex.explainRule': explainRule,
    'cortex.openConfiguration': openConfiguration,
    'cortex.restart': () => server.restart(),
    'cortex.showOutput': async () => server.output.show(),
    'cortex.showReferences': (uri: string, position: Position) => showReferences(server, uri, position),
    'cortex.menu': menu,
  };
}

async function checkWorkspace(server: Server): Promise<void> {
  const found = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: 'Checking the memory banks' }, () =>
    server.execute<Checked>('cortex.check'),
  );
  if (found.files === 0) {
    await offerBank(server);
    return;
  }
  const counts = ['error', 'warning', 'information', 'hint']
    .map((severity) => ({ severity, n: found.severities[severity] ?? 0 }))
    .filter(({ n }) => n > 0);
  const files = plural(found.files, 'file');
  if (counts.length === 0) {
    void vscode.window.showInformationMessage(`Cortex: nothing to report in ${files}.`);
    return;
  }
  const problems = 'Show Problems';
  const text = counts.map(({ severity, n }) => (severity === 'information' ? `${n} information` : plural(n, severity))).join(', ');
  if ((await vscode.window.showInformationMessage(`Cortex: ${text} in ${files}.`, problems)) === problems) {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}

async function offerBank(server: Server): Promise<void> {
  const start = 'Start a Memory Bank';
  if ((await vscode.window.showInformationMessage('Cortex: there is no memory bank in this workspace.', start)) === start) {
    await initBank(server);
  }
}

async function fixWorkspace(server: Server): Promise<void> {
  const plan = await server.execute<Fixed>('cortex.fixAll', { dryRun: true });
  const n = Object.values(plan.fixed).reduce((sum, count) => sum + count, 0);
  if (n === 0) {
    void vscode.window.showInformationMessage('Cortex: there is nothing that can be fixed without changing what the text means.');
    return;
  }
  const apply = 'Apply';
  const detail = Object.entries(plan.fixed)
    .map(([rule, count]) => `${rule}: ${count}`)
    .join('\n');
  const question = `Apply ${plural(n, 'safe fix', 'safe fixes')} in ${plural(plan.files.length, 'file')}?`;
  if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, apply)) !== apply) {
    return;
  }
  const done = await server.execute<Fixed>('cortex.fixAll');
  if (!done.applied) {
    void vscode.window.showWarningMessage('Cortex: the fixes were not applied.');
    return;
  }
  const save = 'Save';
  const text = `Cortex: fixed in ${plural(done.files.length, 'file')}. Undo takes it back; other programs see it when it is saved.`;
  if ((await vscode.window.showInformationMessage(text, save)) === save) {
    await saveFiles(done.files);
  }
}

/** saveFiles saves what has been edited. Files without a tab, as they are right after the edit, are not among those of "Save All". */
async function saveFiles(uris: string[]): Promise<void> {
  for (const uri of uris) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    await document.save();
  }
}

async function initBank(server: Server): Promise<void> {
  const folder = await workspaceFolder();
  if (!folder) {
    return;
  }
  // The most common one is offered first.
  const byUse = [...profiles].sort((a, b) => Number(b.name === 'cline') - Number(a.name === 'cline'));
  const items = byUse.map((p) => ({ label: p.title, description: p.name, detail: p.description }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Start a memory bank',
    placeHolder: 'Which convention do your agents follow?',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen) {
    return;
  }
  try {
    const answer = await server.execute<Started>('cortex.init', { profile: chosen.description, workspace: folder.uri.toString() });
    await showStarted(answer);
  } catch (error) {
    void vscode.window.showErrorMessage(`Cortex: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function showStarted(answer: Started): Promise<void> {
  const first = answer.created.find((uri) => uri.endsWith('.md')) ?? answer.existing[0];
  if (answer.created.length === 0) {
    void vscode.window.showInformationMessage('Cortex: the memory bank is there already.');
  } else {
    await saveFiles(answer.created);
    const declare = answer.undeclared ? ' Declare the profile in .cortex.yaml to have it asked for.' : '';
    void vscode.window.showInformationMessage(`Cortex: created ${plural(answer.created.length, 'file')}.${declare}`);
  }
  if (first) {
    await vscode.window.showTextDocument(vscode.Uri.parse(first));
  }
}

async function explainRule(rule?: unknown): Promise<void> {
  let name = typeof rule === 'string' ? rule : undefined;
  name ??= (
    await vscode.window.showQuickPick(
      rules.map((r) => ({ label: r.name, description: r.title })),
      {
        title: 'Explain a rule',
        placeHolder: 'Which rule?',
        matchOnDescription: true,
      },
    )
  )?.label;
  if (name) {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(`${manual}${name}.md`));
  }
}

/** openConfiguration opens .cortex.yaml, or the beginning of one that is not saved yet. */
async function openConfiguration(): Promise<void> {
  const folder = await workspaceFolder();
  if (!folder) {
    return;
  }
  const file = vscode.Uri.joinPath(folder.uri, '.cortex.yaml');
  try {
    await vscode.window.showTextDocument(file);
  } catch {
    const document = await vscode.workspace.openTextDocument(file.with({ scheme: 'untitled' }));
    const editor = await vscode.window.showTextDocument(document);
    const start = 'profile: ${1|' + profiles.map((p) => p.name).join(',') + '|}\n$0';
    await editor.insertSnippet(new vscode.SnippetString('# Cortex: what is a memory bank here, and what is reported in it.\n' + start));
  }
}

/** showReferences shows what the server counts in a code lens. */
async function showReferences(server: Server, uri: string, position: Position): Promise<void> {
  const found = await server.references(uri, position);
  const { line, character } = position;
  await vscode.commands.executeCommand('editor.action.showReferences', vscode.Uri.parse(uri), new vscode.Position(line, character), found);
}

async function workspaceFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void vscode.window.showInformationMessage('Cortex: open a folder first.');
  }
  return folders.length < 2 ? folders[0] : vscode.window.showWorkspaceFolderPick();
}

/** menu offers all commands, for the status item. */
async function menu(): Promise<void> {
  const extension = vscode.extensions.getExtension('cortex.cortex');
  const all: { command: string; title: string }[] = extension?.packageJSON.contributes.commands ?? [];
  const items = all.filter((c) => c.command !== 'cortex.menu').map((c) => ({ label: c.title, command: c.command }));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Cortex' });
  if (chosen) {
    await vscode.commands.executeCommand(chosen.command);
  }
}

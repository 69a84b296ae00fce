// The tests that run inside the extension host, where the editor can be asked what it got from the server. run is what
// VS Code calls, and @vscode/test-electron, too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';

const folder = () => vscode.workspace.workspaceFolders![0]!.uri;
const at = (name: string) => vscode.Uri.joinPath(folder(), 'memory-bank', name);

/** until asks again until the answer is one; the editor cancels requests that something overtakes. */
async function until<T>(what: string, ask: () => Thenable<T> | T): Promise<NonNullable<Awaited<T>>> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
    try {
      const answer = await ask();
      if (answer) {
        return answer;
      }
    } catch (error) {
      if (!/Cancel/.test(String(error))) {
        throw error;
      }
    }
  }
  throw new Error(`never came: ${what}`);
}

const codeOf = (d: vscode.Diagnostic) => (typeof d.code === 'object' ? String(d.code.value) : String(d.code));

const diagnostic = (uri: vscode.Uri, rule: string) =>
  until(`${rule} in ${uri.path}`, () => vscode.languages.getDiagnostics(uri).find((d) => codeOf(d) === rule));

const gone = (uri: vscode.Uri, rule: string) =>
  until(`no ${rule} in ${uri.path}`, () => vscode.languages.getDiagnostics(uri).every((d) => codeOf(d) !== rule));

/** tests run one after the other, each on what the one before left. */
const tests: Record<string, () => Promise<void>> = {
  'a diagnostic covers the target, also behind emoji, and leads to the page of its rule': async () => {
    await vscode.window.showTextDocument(at('activeContext.md'));
    const broken = await diagnostic(at('activeContext.md'), 'broken-link');
    const document = await vscode.workspace.openTextDocument(at('activeContext.md'));
    assert.match(document.lineAt(broken.range.start.line).text, /\u{1F389}/u);
    assert.equal(document.getText(broken.range), 'progres.md');
    assert.equal(broken.source, 'cortex');
    assert.ok(typeof broken.code === 'object');
    const page = await vscode.workspace.openTextDocument(broken.code.target);
    assert.match(page.getText(), /^# broken-link/);
  },

  'a file that is not open has its diagnostics, too': async () => {
    assert.equal((await diagnostic(at('techContext.md'), 'unclosed-fence')).severity, vscode.DiagnosticSeverity.Error);
  },

  'a hover tells of the section that a link leads to': async () => {
    const document = await vscode.workspace.openTextDocument(at('progress.md'));
    const position = document.positionAt(document.getText().indexOf('activeContext.md#current-focus') + 3);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
    const text = hovers
      .flatMap((h) => h.contents)
      .map((c) => (typeof c === 'string' ? c : c.value))
      .join('\n');
    assert.match(text, /high tides in bold/);
  },

  'a fix mends the text, and undo brings it back': async () => {
    const uri = at('activeContext.md');
    const { range } = await diagnostic(uri, 'broken-link');
    const title = 'Change to "progress.md"';
    const fix = await until(title, async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        range,
        'quickfix',
        10,
      );
      return actions.find((a) => a.title === title && a.edit);
    });
    const before = (await vscode.workspace.openTextDocument(uri)).getText();
    await vscode.window.showTextDocument(uri);
    assert.ok(await vscode.workspace.applyEdit(fix.edit!));
    await gone(uri, 'broken-link');
    await vscode.commands.executeCommand('undo');
    assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), before);
    await diagnostic(uri, 'broken-link');
    await vscode.commands.executeCommand('redo');
    await gone(uri, 'broken-link');
    assert.ok(await (await vscode.workspace.openTextDocument(uri)).save());
    assert.match(readFileSync(uri.fsPath, 'utf8'), /\(progress\.md#what-works\)/);
  },

  'a code lens counts references and can show them': async () => {
    await vscode.workspace.getConfiguration('cortex').update('codeLens', true, vscode.ConfigurationTarget.Global);
    const uri = at('progress.md');
    await vscode.window.showTextDocument(uri);
    const lens = await until('a code lens with references', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
      return lenses.find((l) => l.command?.title === '1 reference');
    });
    assert.equal(lens.command?.command, 'cortex.showReferences');
    await vscode.commands.executeCommand(lens.command.command, ...lens.command.arguments!);
    await vscode.commands.executeCommand('closeReferenceSearch');
  },

  'the outline has every heading once': async () => {
    const symbols = await until('symbols', () =>
      vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', at('activeContext.md')),
    );
    assert.deepEqual(
      symbols.map((s) => s.name),
      ['# Active Context'],
    );
  },

  'links follow a file that is renamed': async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(at('progress.md'), at('results.md'));
    assert.ok(await vscode.workspace.applyEdit(edit));
    const document = await vscode.workspace.openTextDocument(at('activeContext.md'));
    await until('the new name', () => document.getText().includes('(results.md#what-works)'));
  },

  'the commands of the palette are there': async () => {
    const there = await vscode.commands.getCommands(true);
    const { contributes } = vscode.extensions.getExtension('cortex.cortex')!.packageJSON;
    assert.deepEqual(
      contributes.commands.map((c: { command: string }) => c.command).filter((c: string) => !there.includes(c)),
      [],
    );
  },

  'the server starts again when it is asked to': async () => {
    await vscode.commands.executeCommand('cortex.restart');
    await diagnostic(at('techContext.md'), 'unclosed-fence');
  },
};

export async function run(): Promise<void> {
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      console.log(`passed: ${name}`);
    } catch (error) {
      console.log(`failed: ${name}: ${error instanceof Error ? error.stack : String(error)}`);
      throw error;
    }
  }
}

import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { profiles } from './tables.json';

const event = 'workspaceContains:';

/** bankPatterns are the names of files by which the editor finds out that there may be a memory bank. */
export function bankPatterns(activationEvents: string[]): string[] {
  return activationEvents.filter((e) => e.startsWith(event)).map((e) => e.slice(event.length));
}

/** banksIn returns the folders of the workspace in which something looks like a memory bank. */
export async function banksIn(patterns: string[]): Promise<vscode.WorkspaceFolder[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(folders.map((folder) => hasBank(folder, patterns)));
  return folders.filter((_, i) => found[i]);
}

/** usual are the places where nearly all banks are: to look there takes no search. */
const usual = ['.cortex.yaml', ...profiles.map((p) => p.folder).filter((folder) => folder !== '.')];

async function hasBank(folder: vscode.WorkspaceFolder, patterns: string[]): Promise<boolean> {
  if (usual.some((place) => existsSync(path.join(folder.uri.fsPath, place)))) {
    return true;
  }
  const searches = patterns.map((pattern) =>
    vscode.workspace.findFiles(new vscode.RelativePattern(folder, pattern), '**/node_modules/**', 1),
  );
  return (await Promise.all(searches)).some((files) => files.length > 0);
}

/** whenBank calls back once, when the workspace has a memory bank: now or later. */
export function whenBank(patterns: string[], begin: () => void): vscode.Disposable {
  const watched: vscode.Disposable[] = [];
  let done = false;
  const finish = () => {
    vscode.Disposable.from(...watched.splice(0)).dispose();
    if (!done) {
      done = true;
      begin();
    }
  };
  for (const pattern of patterns) {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern.startsWith('**/') ? pattern : `**/${pattern}`, false, true, true);
    watched.push(watcher, watcher.onDidCreate(finish));
  }
  const look = async () => {
    if (!done && (await banksIn(patterns)).length > 0) {
      finish();
    }
  };
  watched.push(vscode.workspace.onDidChangeWorkspaceFolders(look));
  void look();
  return new vscode.Disposable(() => {
    done = true;
    finish();
  });
}

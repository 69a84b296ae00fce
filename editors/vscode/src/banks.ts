import * as vscode from 'vscode';

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

async function hasBank(folder: vscode.WorkspaceFolder, patterns: string[]): Promise<boolean> {
  for (const pattern of patterns) {
    const files = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, pattern), '**/node_modules/**', 1);
    if (files.length > 0) {
      return true;
    }
  }
  return false;
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

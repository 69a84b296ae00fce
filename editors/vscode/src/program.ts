import { constants, promises as fs } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';

/** The program is nowhere, or not where the setting says. */
export class NotFound extends Error {}

const name = process.platform === 'win32' ? 'cortex.exe' : 'cortex';

/** findProgram returns the path of cortex: what the setting says, what came with the extension, or what is installed. */
export async function findProgram(extensionPath: string): Promise<string> {
  const wanted = vscode.workspace.getConfiguration('cortex').get<string>('path', '').trim();
  if (wanted !== '') {
    return fromSetting(wanted);
  }
  for (const file of [path.join(extensionPath, 'server', name), ...onPath(name), ...installed()]) {
    if (await executable(file)) {
      return file;
    }
  }
  throw new NotFound(
    'Cortex cannot start: there is no program "cortex" in this package of the extension, on the PATH, or where "go install" puts it.',
  );
}

async function fromSetting(wanted: string): Promise<string> {
  const file = wanted.startsWith('~/') ? path.join(os.homedir(), wanted.slice(2)) : wanted;
  const candidates = path.isAbsolute(file) ? [file] : file === path.basename(file) ? onPath(file) : [];
  for (const candidate of candidates) {
    if (await executable(candidate)) {
      return candidate;
    }
  }
  throw new NotFound(`Cortex cannot start: the setting cortex.path is "${wanted}", which is no program. Give its whole path.`);
}

/** onPath leaves relative folders of the PATH out: a workspace must not bring the program. */
function onPath(file: string): string[] {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute);
  return folders.map((folder) => path.join(folder, file));
}

/** installed is where "go install" writes, which editors that were not started from a shell often miss. */
function installed(): string[] {
  const folders = [process.env.GOBIN, process.env.GOPATH && path.join(process.env.GOPATH, 'bin'), path.join(os.homedir(), 'go', 'bin')];
  return folders.filter((folder): folder is string => !!folder && path.isAbsolute(folder)).map((folder) => path.join(folder, name));
}

async function executable(file: string): Promise<boolean> {
  try {
    await fs.access(file, constants.X_OK);
    return (await fs.stat(file)).isFile();
  } catch {
    return false;
  }
}

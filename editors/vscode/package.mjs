// package.mjs [TARGET...] [--out FOLDER]: packs the extension for each target, such as linux-x64, with the server inside;
// "universal" is without a server. Without a target it packs for this machine.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const systems = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const processors = { x64: 'amd64', arm64: 'arm64' };

const { values, positionals } = parseArgs({ options: { out: { type: 'string', default: '.' } }, allowPositionals: true });
const out = path.resolve(values.out);
process.chdir(import.meta.dirname);
const run = (command, args, env = {}) => execFileSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });

run(process.execPath, ['build.mjs']);
for (const target of positionals.length > 0 ? positionals : [`${process.platform}-${process.arch}`]) {
  fs.rmSync('server', { recursive: true, force: true });
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  if (target !== 'universal') {
    const [system, processor] = target.split('-');
    if (!systems[system] || !processors[processor]) throw new Error(`unknown target ${target}`);
    const program = system === 'win32' ? 'server/cortex.exe' : 'server/cortex';
    run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', path.resolve(program), 'cortex/cmd/cortex'],
      { CGO_ENABLED: '0', GOOS: systems[system], GOARCH: processors[processor] });
    args.push('--target', target);
  }
  fs.mkdirSync(out, { recursive: true });
  run(process.execPath, ['node_modules/@vscode/vsce/vsce', ...args, '--out', path.join(out, `cortex-${target}.vsix`)]);
}

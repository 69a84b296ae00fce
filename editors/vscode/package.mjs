// package.mjs [TARGET...] [--out FOLDER] [--release FOLDER --version VERSION] [--home URL]: packs the extension for each target, such as linux-x64, with the server inside;
// "universal" is without a server. Without a target it packs for this machine. The server is built, or taken from a release: what
// cmd/release has written into a folder. The home is where this folder is published: editors show the pictures of a README from there only.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const systems = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const processors = { x64: 'amd64', arm64: 'arm64' };

const { values, positionals } = parseArgs({
  options: { out: { type: 'string', default: '.' }, release: { type: 'string' }, version: { type: 'string' }, home: { type: 'string' } },
  allowPositionals: true,
});
const out = path.resolve(values.out);
const release = values.release && path.resolve(values.release);
const addresses = values.home ? ['--baseContentUrl', values.home, '--baseImagesUrl', values.home] : ['--no-rewrite-relative-links'];
process.chdir(import.meta.dirname);
const run = (command, args, env = {}) => execFileSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });

// bring puts the server for a target where the extension looks for it.
function bring(target) {
  const [system, processor] = target.split('-');
  const [goos, goarch] = [systems[system], processors[processor]];
  if (!goos || !goarch) throw new Error(`unknown target ${target}`);
  const name = system === 'win32' ? 'cortex.exe' : 'cortex';
  const program = path.resolve('server', name);
  if (release) {
    fs.mkdirSync('server');
    fs.copyFileSync(path.join(release, 'programs', `${goos}_${goarch}`, name), program);
    fs.chmodSync(program, 0o755);
    const archive = fs.readdirSync(release).find((file) => file.endsWith('_linux_amd64.tar.gz'));
    const notices = 'THIRD-PARTY-LICENSES.txt'; // the same on all platforms
    fs.writeFileSync(
      `server/${notices}`,
      execFileSync('tar', ['xzOf', path.join(release, archive), `${path.basename(archive, '.tar.gz')}/${notices}`]),
    );
  } else {
    run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', program, 'cortex/cmd/cortex'], {
      CGO_ENABLED: '0',
      GOOS: goos,
      GOARCH: goarch,
    });
  }
}

run(process.execPath, ['build.mjs']);
for (const target of positionals.length > 0 ? positionals : [`${process.platform}-${process.arch}`]) {
  fs.rmSync('server', { recursive: true, force: true });
  const args = ['package', '--no-dependencies', '--allow-missing-repository', ...addresses];
  if (values.version) args.push(values.version, '--no-update-package-json', '--no-git-tag-version');
  if (target !== 'universal') {
    bring(target);
    args.push('--target', target);
  }
  fs.mkdirSync(out, { recursive: true });
  run(process.execPath, ['node_modules/@vscode/vsce/vsce', ...args, '--out', path.join(out, `cortex-${target}.vsix`)]);
}

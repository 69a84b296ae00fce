#!/usr/bin/env node
// Starts the program that was installed for this platform, with the same arguments, streams and exit code.
'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');

const scope = require('../package.json').name.split('/')[0];
const name = `${scope}/cortex-${process.platform}-${process.arch}`;

function program() {
  const file = process.platform === 'win32' ? 'cortex.exe' : 'cortex';
  try {
    return path.join(path.dirname(require.resolve(`${name}/package.json`)), 'bin', file);
  } catch {
    console.error(`cortex: the package ${name} is not installed: there is none for this platform, or npm was told to omit optional packages`);
    process.exit(2);
  }
}

const child = spawn(program(), process.argv.slice(2), { stdio: 'inherit', windowsHide: true });

child.on('error', (error) => {
  console.error(`cortex: ${error.message}`);
  process.exit(2);
});

// The program decides what a signal means; this script ends when it does. A terminal sends SIGINT to both by itself.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}

child.on('exit', (code, signal) => {
  if (signal === null) {
    process.exit(code);
  }
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

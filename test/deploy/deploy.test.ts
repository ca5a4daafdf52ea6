/** deploy/ fits the program: each flag, variable, path, port and signal that stands there is one that it knows. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { serverOptions } from '../../src/cli/server/options.ts';
import { flagOf, KEYS, SETTINGS, variableOf } from '../../src/cli/server/settings.ts';
import { attendantsNeedAccount, reachesStrangers } from '../../src/server.ts';
import { settingsOf } from '../cli/settings-given.ts';
import { heldPort } from '../support/held-port.ts';
import { startTestServer } from '../support/server.ts';
import { dockerInstructions, read, unitDirectives } from './files.ts';

const manifest = JSON.parse(read('package.json')) as {
  bin: Record<string, string>;
  files: string[];
  engines: { node: string };
};

/** The first instruction or directive of a name. */
function one<T extends { readonly name: string; readonly value: string }>(
  all: readonly T[],
  name: string,
): string {
  const found = all.find((each) => each.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found.value;
}

describe('the unit of systemd', () => {
  const unit = unitDirectives(read('deploy/telechat.service'));
  const [program = '', subcommand, ...words] = one(unit, 'ExecStart').split(' ');

  it('starts the server of this package', () => {
    expect(manifest.bin).toHaveProperty(program.replace(/^.*\//, ''));
    expect(subcommand).toBe('server');
  });

  it('gives it flags that it has, with values that it takes', () => {
    expect(words.length % 2).toBe(0);
    for (let i = 0; i < words.length; i += 2) {
      const key = KEYS.find((each) => flagOf(each) === words[i]);
      expect(key, words[i]).toBeDefined();
      expect(SETTINGS[key!].kind.fromText(words[i + 1]!), words[i + 1]).toBeDefined();
    }
  });

  it('lets it write where its data and its backups lie, and nowhere else', () => {
    const [, data] = /--data (\S+)/.exec(one(unit, 'ExecStart')) ?? [];
    const folders = one(unit, 'StateDirectory')
      .split(' ')
      .map((folder) => `/var/lib/${folder}`);
    expect(folders).toContain(data);
    expect(one(unit, 'ProtectSystem')).toBe('strict');
    expect(unit.filter(({ name }) => name === 'ReadWritePaths')).toEqual([]);
  });

  it('stops and reloads it by the signals that it knows, and gives it the time', () => {
    const source = read('src/cli/server/command.ts');
    expect(source).toContain(`'${one(unit, 'KillSignal')}'`);
    expect(one(unit, 'ExecReload')).toMatch(/ -HUP \$MAINPID$/);
    expect(source).toContain("'SIGHUP'");
    const [, stopMs] = /STOP_WITHIN_MS = (\d+)/.exec(source) ?? [];
    expect(Number(one(unit, 'TimeoutStopSec')) * 1000).toBeGreaterThan(Number(stopMs));
    // The launcher and the server are two processes on an old Node, and a second signal ends at once.
    expect(one(unit, 'KillMode')).toBe('mixed');
  });

  it('does not start it again when the settings are wrong', () => {
    const [, misused] = /MISUSED = (\d+)/.exec(read('src/cli/server/command.ts')) ?? [];
    expect(one(unit, 'RestartPreventExitStatus')).toBe(misused);
    // A certificate and canned answers that cannot be used end it in the same way.
    expect(read('src/cli/server/command.ts')).toContain(
      'error instanceof TlsError || error instanceof CannedError ? MISUSED',
    );
  });

  it('leaves room for all connections', () => {
    expect(Number(one(unit, 'LimitNOFILE'))).toBeGreaterThan(2 * Number(SETTINGS.maxConnections.default));
  });

  it('allows the sockets that it uses, the control socket included', () => {
    expect(one(unit, 'RestrictAddressFamilies').split(' ')).toEqual(['AF_INET', 'AF_INET6', 'AF_UNIX']);
  });

  it('runs it as a user without rights', () => {
    expect(one(unit, 'User')).toBe('telechat');
    expect(one(unit, 'NoNewPrivileges')).toBe('yes');
    expect(one(unit, 'CapabilityBoundingSet')).toBe('');
  });
});

describe('the sample of a config file', () => {
  const { settings } = settingsOf({ file: read('deploy/telechat.json') });

  it('opens TLS to the network, and the plain port to this machine alone', () => {
    const options = serverOptions(settings);
    expect(reachesStrangers(options.host)).toBe(false);
    expect(reachesStrangers(options.tls!.host)).toBe(true);
    expect(attendantsNeedAccount(options)).toBe(true);
  });

  it('expects the certificate where the document puts it, readable for the user of the unit', () => {
    for (const file of [settings.tlsCert, settings.tlsKey]) {
      expect(read('docs/OPERATIONS.md')).toMatch(
        new RegExp(`^sudo install -o telechat -g telechat -m 06\\d\\d \\w+\\.pem ${file}$`, 'm'),
      );
    }
  });
});

describe('the Dockerfile', () => {
  const all = dockerInstructions(read('deploy/Dockerfile'));
  const last = Math.max(...all.map(({ stage }) => stage));
  const final = all.filter(({ stage }) => stage === last);

  it('copies only what is there, and all that the package needs to run', () => {
    const fromProject = all.filter(({ name, value }) => name === 'COPY' && !value.startsWith('--from='));
    for (const path of fromProject.flatMap(({ value }) => value.split(' ').slice(0, -1))) {
      expect(existsSync(new URL(`../../${path}`, import.meta.url)), path).toBe(true);
    }
    const copied = final
      .filter(({ name }) => name === 'COPY')
      .flatMap(({ value }) => value.split(' ').slice(0, -1))
      .map((path) => path.replace(/^\/(?:src|app)\//, ''));
    for (const needed of ['bin', 'dist', 'package.json', 'node_modules']) expect(copied).toContain(needed);
    for (const file of manifest.files.filter((each) => each !== 'deploy')) expect(copied).toContain(file);
  });

  it('builds with the packages of development, and runs without them', () => {
    const installs = all.filter(({ value }) => value.startsWith('npm ci'));
    expect(installs.map(({ value }) => value.includes('--omit=dev'))).toEqual([false, true]);
    // The compiler's platform package is an optional one.
    expect(installs[0]?.value).not.toContain('--omit=optional');
  });

  it('is of a Node that the package runs on', () => {
    for (const { value } of all.filter(({ name }) => name === 'FROM')) {
      expect(value).toMatch(/^node:26-slim\b/);
    }
    expect(manifest.engines.node).toContain('>=26.');
  });

  it('has the program on the path, and starts its server', () => {
    expect(one(final, 'ENTRYPOINT')).toBe('["telechat"]');
    expect(one(final, 'RUN')).toContain(`ln -s /app/${manifest.bin['telechat']} /usr/local/bin/telechat`);
    expect(one(final, 'CMD')).toBe('["server"]');
  });

  it('sets only variables that the server has, to values that it takes', () => {
    const variables = one(final, 'ENV').split(/\s+/);
    for (const variable of variables) {
      const [name = '', value = ''] = variable.split('=');
      const key = KEYS.find((each) => variableOf(each) === name);
      expect(key, name).toBeDefined();
      expect(SETTINGS[key!].kind.fromText(value), value).toBeDefined();
    }
  });

  it('keeps the data in a volume that its user may write', () => {
    expect(one(final, 'ENV')).toContain(`TELECHAT_DATA=${one(final, 'VOLUME')}`);
    expect(one(final, 'USER')).toBe('node');
    expect(one(final, 'RUN')).toMatch(/install -d -o node -g node -m 0700 \/data\b/);
  });

  it('opens the ports that the server listens on', () => {
    expect(one(final, 'EXPOSE')).toBe(`${SETTINGS.port.default} ${SETTINGS.tlsPort.default}`);
  });

  it('stops it by a signal that it knows', () => {
    expect(read('src/cli/server/command.ts')).toContain(`'${one(final, 'STOPSIGNAL')}'`);
  });

  it('tells the healthy from the dead', async () => {
    const [, json = ''] = /CMD (\[.*\])$/.exec(one(final, 'HEALTHCHECK')) ?? [];
    const [node, flag, script = ''] = JSON.parse(json) as string[];
    expect([node, flag]).toEqual(['node', '-e']);
    expect(script).toContain(`connect(${SETTINGS.port.default}, `);
    const server = await startTestServer('--memory', '--port', `${await heldPort()}`);
    const check = async () => {
      const own = script.replace(`${SETTINGS.port.default}`, `${server.port}`);
      const [code] = await once(spawn(process.execPath, ['-e', own], { stdio: 'ignore' }), 'close');
      return code as number;
    };
    expect(await check()).toBe(0);
    await server.end();
    expect(await check()).toBe(1);
  });
});

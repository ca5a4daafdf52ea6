/** The connection is lost and comes back: what was typed meanwhile goes out, what was missed is there. */

import { afterEach, describe, expect, test } from 'vitest';
import { temporary } from '../cli/client-process.ts';
import { heldPort } from '../support/held-port.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Wire } from '../support/wire.ts';
import { attending, LARGE, SMALL } from './stage.ts';
import { closeTerminals, WHY_NOT } from './tmux.ts';

if (WHY_NOT !== '') console.warn(`attend in a real terminal: skipped, ${WHY_NOT}`);

let desk: TestServer | undefined;

afterEach(async () => {
  closeTerminals();
  await desk?.end('SIGKILL');
});

describe.skipIf(WHY_NOT !== '')('a server that is killed and started again', () => {
  test.each([
    ['pt', SMALL, 'sem conexão', 'perdeu a conexão', 'De volta.'],
    ['en', LARGE, 'no connection', 'lost the connection', 'Back again.'],
  ] as const)('in %s', async (lang, size, offline, lost, back) => {
    const port = await heldPort();
    const flags = ['--port', `${port}`, '--data', temporary()];
    desk = await startTestServer(...flags);
    const maria = await Wire.open(port);
    const [, , , token] = (await maria.ask('CONNECT maria consumidor')).split(' ');
    await maria.ask('MSG * oi');
    const screen = await attending(port, size, lang);
    await screen.sees('maria');
    await maria.until(/^ASSIGNED maria ana$/);
    screen.type('metade do texto');
    await screen.sees('› metade do texto');

    await desk.end('SIGKILL');
    const away = await screen.sees(offline);
    expect(away).toContain('› metade do texto');
    screen.type(' e o resto');
    screen.press('Enter');
    await screen.sees(/metade do texto e o resto +…$/m);
    screen.type('o seguinte');

    desk = await startTestServer(...flags);
    await screen.sees(back);
    await screen.sees(/metade do texto e o resto +✓$/m);
    await screen.sees('› o seguinte');
    // Lost in the same moment, she is not back yet.
    await screen.sees(lost);
    const again = await Wire.open(port);
    await again.ask(`RESUME ${token}`);
    await again.until(/ ana maria metade do texto e o resto$/);
    await screen.misses(new RegExp(`^ *│ maria +${lost}`, 'm'));
    screen.press('Enter');
    await again.until(/ ana maria o seguinte$/);
    again.cut();
  });
});

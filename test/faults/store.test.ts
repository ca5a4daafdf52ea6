/**
 * A store that cannot write for a while: the disk is full, somebody else has locked the database, it has become
 * read-only. Whoever wants to change something gets STORE-FAILED or has to wait, nobody is told of anything that is
 * not stored, reads go on, and when it is over all goes on without a restart.
 */

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { limitFileSize, SmallDisk } from '../support/fill.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
let disk: SmallDisk | null = null;
afterEach(async () => {
  await stage.close();
  disk?.unmount();
  disk = null;
});

/** Makes the store fail, and lets it recover. */
interface Trouble {
  begin(): void;
  end(): void;
}

const TROUBLES: Record<string, () => Promise<Trouble>> = {
  'the process may write no longer files': async () => {
    stage = await Stage.open();
    const pid = stage.server.program.child.pid!;
    return { begin: () => limitFileSize(pid, 4096), end: () => limitFileSize(pid, null) };
  },
  'another process has locked the database': async () => {
    stage = await Stage.open();
    // The server may be writing just then, be it an index: this waits for its turn.
    const other = new DatabaseSync(join(stage.data, 'telechat.db'), { timeout: 60_000 });
    onTestFinished(() => other.close());
    return { begin: () => other.exec('BEGIN EXCLUSIVE'), end: () => other.exec('ROLLBACK') };
  },
  'the database has become read-only': async () => {
    stage = await Stage.open({ preloads: ['read-only'] });
    const turn = () => void stage.server.program.child.kill('SIGUSR2');
    return { begin: turn, end: turn };
  },
  'the disk is full': async () => {
    stage = await Stage.open({ data: join(disk!.path, 'data') });
    return { begin: () => disk!.fill(), end: () => disk!.free() };
  },
};

it.for(Object.keys(TROUBLES))('%s: STORE-FAILED, nothing false, and it recovers', async (name, { skip }) => {
  if (name === 'the disk is full' && !(disk = SmallDisk.mount(4))) skip('mounting a small disk takes root');
  const trouble = await TROUBLES[name]!();
  const { program } = stage.server;
  const ana = await stage.enter('ana', 'atendente');
  const joao = await stage.enter('joao', 'consumidor');
  const [ines, rui] = [await stage.enter('ines', 'membro'), await stage.enter('rui', 'membro')];
  joao.say('*', 'antes');
  await Promise.all([ana.settle(), joao.settle()]);

  for (let round = 0; round < 3; round++) {
    const from = program.stderr.length;
    trouble.begin();
    let failed = false;
    const failing = program.logged(/the store failed/, from).then(() => {
      failed = true;
    });
    // Read-only begins when its signal arrives: what is said before that is stored as ever.
    while (!failed) {
      const { length } = ines.testimony.said;
      ines.say('rui', 'no meio');
      const answered = ines.when(() => !ines.testimony.open.has(ines.testimony.said[length]!));
      await Promise.race([answered, failing]);
    }
    // The last of these is held: no reply, and nothing that follows it.
    const held = ines.testimony.open.size;
    expect(held).toBe(1);
    const heardBefore = rui.testimony.heard.size;

    joao.say('*', 'durante');
    ana.say('joao', 'durante');
    await joao.when(() => joao.testimony.refusals === round + 1);
    await ana.when(() => ana.testimony.refusals === round + 1);
    // Nobody new comes in, and who is there can read.
    expect(await ana.ask('HISTORY joao')).toMatchObject({ kind: 'listing' });
    expect(await joao.ask('PING')).toMatchObject({ kind: 'ok' });
    expect(await joao.ask('UNDO')).toMatchObject({ kind: 'err', code: 'STORE-FAILED' });
    expect(ines.testimony.open.size).toBe(held);
    expect(rui.testimony.heard.size).toBe(heardBefore);

    trouble.end();
    await program.logged(/the store has recovered/, from);
    // What was held is stored and acknowledged now; what was refused is not, until it is said again.
    await Promise.all([ines.settle(), rui.settle()]);
    if (round === 0) {
      joao.testimony.open.clear();
      ana.testimony.open.clear();
    } else {
      joao.insist();
      ana.insist();
    }
    await Promise.all(stage.visitors.map((visitor) => visitor.settle()));
  }
  expect(await stage.judge()).toEqual([]);
  expect(program.child.exitCode).toBe(0);
});

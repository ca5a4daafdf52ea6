/**
 * What happens at a terminal without anybody asking for it, once a second: others are told what was seen and to whom
 * one types, marks of what others saw are shown, and who is still lost after a return, a bell rings for who waits. Owns
 * the sending of that, and gives it up where a server does not know it.
 */

import type { Event } from '../../protocol/server-lines.ts';
import type { Change, Link } from './link.ts';
import { Losses } from './losses.ts';
import { Bell, Hands, type Manners, Sight } from './manners.ts';
import { SeenMarks } from './seen-marks.ts';
import type { View } from './view.ts';

/** What a terminal lends to this. */
export interface Place {
  readonly link: Link;
  readonly view: View;
  readonly manners: Manners;
  /** For whom the line being typed is; null if for nobody, or if it is a command. */
  target(line: string): string | null;
  /** Shows an event as people see it. */
  show(event: Event): void;
  ring(): void;
}

export class Unasked {
  readonly #place: Place;
  readonly #sight = new Sight();
  readonly #hands = new Hands();
  readonly #bell = new Bell();
  readonly #marks = new SeenMarks();
  readonly #losses = new Losses();
  /** Verbs that the server does not know. */
  readonly #unknown = new Set<string>();

  constructor(place: Place) {
    this.#place = place;
  }

  /** An event came; true if it will be shown by `tick`, or never, and not now. */
  heard(event: Event, now: number): boolean {
    this.#sight.shown(event, this.#place.view);
    const { view } = this.#place;
    return this.#marks.learn(event, view) || this.#losses.learn(event, now, view.name);
  }

  /** The connection is back, or all has come that tells how things stand. */
  changed(change: Change): void {
    if (change.is === 'back') this.#losses.returned();
    if (change.is === 'settled') this.#losses.settled();
  }

  entered(): void {
    this.#hands.entered();
  }

  /** One second has passed. */
  tick(now: number, line: string): void {
    const { link, view, manners, show, ring } = this.#place;
    for (const event of [...this.#marks.due(), ...this.#losses.due(now)]) show(event);
    const isCalled = manners.bell && view.role === 'atendente' && !view.isAway;
    if (isCalled && this.#bell.isDue(now, view.waiting.keys)) ring();
    if (!link.up) return;
    for (const seq of this.#sight.due()) if (manners.seen) this.#tell('SEEN', String(seq), () => {});
    if (manners.typing) this.#typing(now, line);
  }

  #typing(now: number, line: string): void {
    const to = this.#place.target(line);
    const said = this.#hands.at(now, line, to);
    if (said !== '') this.#tell('TYPING', said, () => this.#hands.refused(said.split(' ', 1)[0] ?? ''));
  }

  #tell(verb: string, args: string, refused: () => void): void {
    if (this.#unknown.has(verb)) return;
    this.#place.link.send(`${verb} ${args}`, (reply) => {
      if (reply?.kind !== 'err') return;
      if (reply.code === 'BAD-COMMAND') this.#unknown.add(verb);
      refused();
    });
  }
}

/**
 * A note never reaches a customer or a member, by whatever way: every byte that is sent to anybody but attendants is
 * looked at. What is in a note is marked, and nothing else bears that mark.
 */

import assert from 'node:assert/strict';
import type { Peers } from './peers.ts';
import type { Checker } from './witness.ts';

/** Every text of a note, of a rating too, holds one of these. */
export const noteMarker = (n: number): string => `<n${n}>`;

export class Notes implements Checker {
  readonly #peers: Peers;

  constructor(peers: Peers) {
    this.#peers = peers;
  }

  hears(conn: number, lines: string): void {
    if (this.#peers.at(conn)?.role === 'atendente') return;
    assert.doesNotMatch(lines, /<n\d+>/, 'a note reaches attendants alone');
    assert.doesNotMatch(lines, /(^|\n)NOTE /, 'an event NOTE goes to attendants alone');
  }
}

/**
 * The addresses that connections come from: which of them count as one, and how many connections each has.
 */

import { BlockList, isIPv6 } from 'node:net';

/** IPv4 inside of IPv6, as systems write it that accept both on one socket. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** Groups of 16 bits that one site has for itself, of the 8 of an address. */
const SITE_GROUPS = 4;
const GROUPS = 8;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * What connections from this address are counted under: the address itself, or of IPv6 its /64, since whoever has
 * one address there has all of it. Given its own result, it returns that. O(length).
 *
 * @param address as `socket.remoteAddress` writes it.
 */
export function addressGroup(address: string): string {
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address) || isLoopback(address)) return address;
  // What follows a % is the name of the interface by which a neighbour was reached.
  const [head = '', tail] = address.split('%', 1)[0]!.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  // An IPv4 address at the end stands in the place of two groups; it is never among the first four.
  const given = before.length + after.length + (after.at(-1)?.includes('.') ? 1 : 0);
  const zeros = tail === undefined ? 0 : GROUPS - given;
  const site = [...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, SITE_GROUPS);
  return `${site.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::`;
}

/** Whether the address, or the group, is this machine's own. O(1). */
export function isLoopback(address: string): boolean {
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Connections of one address, and people without an account, where nothing else was said. */
export const PER_ADDRESS = 200;

/**
 * How many of them an address may have. O(1).
 *
 * @param maxPerAddress null: PER_ADDRESS, and no limit for this machine's own.
 */
export function mostFrom(address: string, maxPerAddress: number | null): number {
  if (maxPerAddress === null && isLoopback(address)) return Number.POSITIVE_INFINITY;
  return maxPerAddress ?? PER_ADDRESS;
}

/** How many connections each address has. Bounded by the connections; every operation is O(1) but `removeAll`. */
export class AddressCounts {
  readonly #counts = new Map<string, number>();
  #total = 0;

  /** All connections. */
  get total(): number {
    return this.#total;
  }

  of(address: string): number {
    return this.#counts.get(address) ?? 0;
  }

  add(address: string): void {
    this.#change(address, 1);
  }

  remove(address: string): void {
    this.#change(address, -1);
  }

  /** Takes off all that the other one counts. O(addresses of the other). */
  removeAll(other: AddressCounts): void {
    for (const [address, count] of other.#counts) this.#change(address, -count);
  }

  #change(address: string, by: number): void {
    const count = this.of(address) + by;
    if (count === 0) this.#counts.delete(address);
    else this.#counts.set(address, count);
    this.#total += by;
  }
}

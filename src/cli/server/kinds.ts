/**
 * The kinds of values that a setting can have: how each is read from a flag or a variable, how from the config
 * file, and how it is written. Pure; it knows no setting.
 */

import type { Lang } from '../../protocol/codes.ts';

export type Value = string | number | boolean | null;

/** `T` is what the program works with: seconds stay seconds, a duration is in milliseconds, bytes are bytes. */
export interface Kind<T extends Value> {
  readonly name: 'integer' | 'seconds' | 'duration' | 'bytes' | 'choice' | 'text' | 'switch';
  /** The least and the largest value, both allowed; for numbers only. */
  readonly from?: number;
  readonly to?: number;
  /** All values, for a choice only. */
  readonly of?: readonly T[];
  /** What a flag or a variable says; undefined if it is no such value. */
  fromText(text: string): T | undefined;
  /** What the config file says; undefined if it is no such value. */
  fromJson(json: unknown): T | undefined;
  /** The value as the config file has it. */
  toJson(value: Value): Value;
  /** What it takes, for people. */
  readonly takes: Readonly<Record<Lang, string>>;
}

export function integer(from: number, to: number): Kind<number> {
  return whole('integer', from, to, {
    pt: `um inteiro de ${from} a ${to}`,
    en: `an integer from ${from} to ${to}`,
  });
}

export function seconds(from: number, to: number): Kind<number> {
  return whole('seconds', from, to, {
    pt: `segundos, de ${from} a ${to}`,
    en: `seconds, from ${from} to ${to}`,
  });
}

const BYTES: readonly Unit[] = [
  ['m', 1024 * 1024],
  ['k', 1024],
];
const TIMES: readonly Unit[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
];

/** Bytes: a number, or a text such as 64k or 1m. */
export function bytes(from: number, to: number): Kind<number> {
  const [least, most] = [withUnit(from, BYTES), withUnit(to, BYTES)];
  const fromText = (given: string) => within(from, to, measure(given, BYTES, 1));
  return {
    name: 'bytes',
    from,
    to,
    fromText,
    fromJson: (json) => (typeof json === 'string' ? fromText(json) : within(from, to, json)),
    toJson: (value) => value,
    takes: {
      pt: `bytes, de ${least} a ${most}, também com k ou m`,
      en: `bytes, from ${least} to ${most}, also with k or m`,
    },
  };
}

/** A time with its unit, 90d or 12h, or `never`, which is infinite. In milliseconds. */
export function duration(from: number, to: number): Kind<number> {
  const [least, most] = [withUnit(from, TIMES), withUnit(to, TIMES)];
  const fromText = (given: string) =>
    given === 'never' ? Infinity : within(from, to, measure(given, TIMES, Number.NaN));
  return {
    name: 'duration',
    from,
    to,
    fromText,
    fromJson: (json) => (typeof json === 'string' ? fromText(json) : undefined),
    toJson: (value) => (value === Infinity ? 'never' : withUnit(Number(value), TIMES)),
    takes: {
      pt: `um tempo como 90d, 12h ou 90m, de ${least} a ${most}, ou never`,
      en: `a time such as 90d, 12h or 90m, from ${least} to ${most}, or never`,
    },
  };
}

export function choice<T extends string>(...of: readonly T[]): Kind<T> {
  const read = (value: unknown) => of.find((each) => each === value);
  return {
    name: 'choice',
    of,
    fromText: read,
    fromJson: read,
    toJson: (value) => value,
    takes: { pt: `um de ${of.join(', ')}`, en: `one of ${of.join(', ')}` },
  };
}

/** Not empty, and nothing that cannot be part of a path. */
export function text(): Kind<string> {
  const read = (value: unknown) =>
    typeof value === 'string' && value !== '' && !value.includes('\0') ? value : undefined;
  return {
    name: 'text',
    fromText: read,
    fromJson: read,
    toJson: (value) => value,
    takes: { pt: 'um texto', en: 'a text' },
  };
}

/** On or off. */
export function onOff(): Kind<boolean> {
  return {
    name: 'switch',
    fromText: (given) => (given === 'true' || given === '1' ? true : OFF.includes(given) ? false : undefined),
    fromJson: (json) => (typeof json === 'boolean' ? json : undefined),
    toJson: (value) => value,
    takes: { pt: 'true ou false', en: 'true or false' },
  };
}

const OFF: readonly string[] = ['false', '0'];

function whole(
  name: 'integer' | 'seconds',
  from: number,
  to: number,
  takes: Readonly<Record<Lang, string>>,
): Kind<number> {
  return {
    name,
    from,
    to,
    fromText: (given) => (/^\d{1,12}$/.test(given) ? within(from, to, Number(given)) : undefined),
    fromJson: (json) => within(from, to, json),
    toJson: (value) => value,
    takes,
  };
}

/** A unit's letter and its size, the largest unit first. */
type Unit = readonly [letter: string, size: number];

function within(from: number, to: number, value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to
    ? value
    : undefined;
}

/** Digits and a unit; `bare` is the size of the unit that is not there. NaN if it is nothing of the kind. */
function measure(given: string, units: readonly Unit[], bare: number): number {
  const [, digits, letter] = /^(\d{1,12})([a-z]?)$/.exec(given) ?? [];
  const size = letter === '' ? bare : units.find(([known]) => known === letter)?.[1];
  return Number(digits ?? Number.NaN) * (size ?? Number.NaN);
}

/** A number by the largest unit that it is a multiple of. */
function withUnit(value: number, units: readonly Unit[]): string {
  const unit = units.find(([, size]) => value >= size && value % size === 0);
  return unit ? `${value / unit[1]}${unit[0]}` : `${value}`;
}

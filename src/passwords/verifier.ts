/**
 * What a password is compared with: a verifier, in the format of the PHC string
 * (https://github.com/P-H-C/phc-string-format), made by Argon2id (RFC 9106).
 *
 * The work is done in libuv's threads, never in the caller's. A password is normalised to NFC before, as by RFC 8265,
 * since keyboards differ in how they write the same letter.
 */

import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** What one verification costs: KiB of memory, passes over it, lanes. OWASP's second choice, with the least memory. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const TAG_BYTES = 32;

/** More than this no verifier may ask for: a damaged one must not take the machine's memory. */
const MOST_MEMORY_KIB = 1024 * 1024;
const MOST_PASSES = 64;
const MOST_LANES = 16;

interface Verifier {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

const argon2id = promisify(argon2).bind(null, 'argon2id');

/** Fits nothing, and costs as much as one that was made here. */
const NONE: Verifier = {
  memoryKib: MEMORY_KIB,
  passes: PASSES,
  lanes: LANES,
  salt: Buffer.alloc(SALT_BYTES),
  tag: Buffer.alloc(TAG_BYTES),
};

/** A verifier for this password, with a fresh salt: about 100 characters. Some 20 MiB and tens of milliseconds. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await compute(password, { ...NONE, salt });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(salt)}$${unpadded(tag)}`;
}

/**
 * Whether the password is that of the verifier. Costs what the verifier asks for; one that is none ('' for a name
 * without an account, say) fits nothing, and costs as much as any that was made here.
 */
export async function verifyPassword(password: string, verifier: string): Promise<boolean> {
  const read = readVerifier(verifier);
  const expected = read ?? NONE;
  const fits = timingSafeEqual(await compute(password, expected), expected.tag);
  return fits && read !== null;
}

function compute(password: string, { memoryKib, passes, lanes, salt, tag }: Verifier): Promise<Buffer> {
  return argon2id({
    message: password.normalize('NFC'),
    nonce: salt,
    memory: memoryKib,
    passes,
    parallelism: lanes,
    tagLength: tag.length,
  });
}

function readVerifier(text: string): Verifier | null {
  const [, memory, passes, lanes, salt, tag] = PHC.exec(text) ?? [];
  if (salt === undefined || tag === undefined) return null;
  const read: Verifier = {
    memoryKib: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
  const possible = read.lanes >= 1 && read.passes >= 1 && read.memoryKib >= 8 * read.lanes;
  const bearable =
    read.memoryKib <= MOST_MEMORY_KIB && read.passes <= MOST_PASSES && read.lanes <= MOST_LANES;
  return possible && bearable ? read : null;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

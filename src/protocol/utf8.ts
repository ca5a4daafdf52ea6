/**
 * How many bytes a string takes as UTF-8, without encoding it.
 */

/**
 * The bytes of `text` as UTF-8. A lone surrogate counts as the three bytes of U+FFFD, as an encoder would
 * write it. O(length).
 */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 2;
      i++;
    } else bytes += 2;
  }
  return bytes;
}

/**
 * Whether `text` takes more than `limit` bytes as UTF-8. O(1) for what is clearly short or clearly long:
 * a UTF-16 unit takes one to three bytes.
 */
export function exceedsUtf8(text: string, limit: number): boolean {
  if (text.length * 3 <= limit) return false;
  return text.length > limit || utf8Length(text) > limit;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

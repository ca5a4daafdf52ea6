/** What is wrong with a small XML document: enough of XML for what draw() writes, and no more. */

const PART = /<(\/?)([a-z]+)((?:\s+[a-zA-Z:-]+="[^"<]*")*)\s*(\/?)>|[^<]+/y;

const ENTITIES = /&(?!(?:amp|lt|gt|quot);)/;

const NO_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** '' if nothing is. */
export function fault(xml: string): string {
  const open: string[] = [];
  let at = 0;
  let roots = 0;
  while (at < xml.length) {
    PART.lastIndex = at;
    const part = PART.exec(xml);
    if (part === null) return `no XML: ${xml.slice(at, at + 60)}`;
    at = PART.lastIndex;
    const [whole, slash, name, attributes = '', alone] = part;
    if (ENTITIES.test(whole) || NO_XML.test(whole)) return `a wrong character: ${whole}`;
    if (name === undefined) {
      if (open.length === 0 && whole.trim() !== '') return `text outside: ${whole}`;
      continue;
    }
    const names = Array.from(attributes.matchAll(/([a-zA-Z:-]+)=/g), ([, one]) => one);
    if (new Set(names).size < names.length) return `an attribute twice: ${whole}`;
    if (slash) {
      if (open.pop() !== name) return `closed without being open: ${whole}`;
    } else {
      if (open.length === 0) roots += 1;
      if (!alone) open.push(name);
    }
  }
  if (open.length > 0) return `never closed: ${open.join(' ')}`;
  return roots === 1 ? '' : `${roots} roots`;
}

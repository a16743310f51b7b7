/*
  Text as search compares it. Folds and cuts exactly as generator/collections/folding.py does.
*/
const HAN = "㐀-䶿一-鿿豈-﫿々〇\\u{20000}-\\u{3ffff}";
const RUN = new RegExp(`[${HAN}]+|(?:(?![${HAN}])[\\p{L}\\p{N}])+`, "gu");
const HAN_RUN = new RegExp(`^[${HAN}]`, "u");
const SOME_HAN = new RegExp(`[${HAN}]`, "u");

export const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d").replace(/ß/g, "ss").replace(/ς/g, "σ");

export const runs = (text) => fold(text).match(RUN) ?? [];

export const isHan = (run) => HAN_RUN.test(run);

export const squashed = (text) => fold(text).replace(/[^\p{L}\p{N}]/gu, "");

/* Pairs of traditional and simplified characters, by turns, as a Map from one to the other. */
export function learn(known, pairs) {
  const letters = [...pairs];
  for (let place = 0; place < letters.length; place += 2) known.set(letters[place], letters[place + 1]);
}

export const simplified = (text, known) =>
  SOME_HAN.test(text) ? [...text].map((letter) => known.get(letter) ?? letter).join("") : text;

/* What a query asks for: words, pairs of Han characters (or one alone), and perhaps an SKU. */
export function asked(query) {
  const wanted = [];
  for (const run of runs(query).slice(0, 12)) {
    const letters = [...run];
    if (!isHan(run) || letters.length === 1) wanted.push(run);
    else for (let place = 1; place < letters.length; place += 1) wanted.push(letters[place - 1] + letters[place]);
  }
  const sku = squashed(query);
  return { words: [...new Set(wanted)].slice(0, 12), sku: sku.length > 2 && /\d/.test(sku) ? sku : "" };
}

/* Whether one letter too many, too few, another, or two swapped make one word of the other. */
export function near(word, other) {
  const shorter = Math.min(word.length, other.length);
  if (Math.abs(word.length - other.length) > 1 || word[0] !== other[0]) return false;
  let start = 0;
  while (start < shorter && word[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && word.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [a, b] = [word, other].map((each) => each.slice(start, each.length - end));
  return (a.length < 2 && b.length < 2) || (a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0]);
}

const encoder = new TextEncoder();

/* CRC-32 as zlib counts it. */
export function crc32(text) {
  let crc = -1;
  for (const byte of encoder.encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

/*
  Searching a large shop: which products hold the words (files of terms), then the few files of
  documents in which the best of them lie. See generator/collections/search_terms.py.
*/
const TERM_FILES = 3; // for one query
const IDENTITY = 1024;

/* The file of all words that begin like this one; there is not one for every beginning. */
async function termsLike(index, word) {
  const { terms, key, there } = index.terms;
  const start = index.words.isHan(word) ? [...word][0] : word.slice(0, key);
  const bucket = index.words.crc32(start) & (terms - 1);
  const digit = parseInt(there.at(-1 - (bucket >> 2)) ?? "0", 16);
  return (digit >> (bucket & 3)) & 1 ? ((await index.load(`terms-${terms}-${bucket.toString(16)}`)) ?? {}) : {};
}

/* The products of a word: those that hold just it, then those that hold one beginning like it. If
   there are none, those of a word that differs by one letter. */
async function holders(index, word) {
  const file = await termsLike(index, word);
  const names = Object.keys(file);
  const beginning = names.filter((name) => name.startsWith(word)).sort((a, b) => a.length - b.length);
  const close = !beginning.length && word.length > 4 ? names.find((name) => index.words.near(word, name)) : undefined;
  const found = close ? [close] : beginning;
  return { word: close ?? word, ids: [...new Set(found.flatMap((name) => file[name].filter((id) => id >= 0)))] };
}

/* The longest words say most; the others are looked for in the documents. */
export async function candidates(index, words, sku) {
  const chosen = [...words].sort((a, b) => b.length - a.length).slice(0, sku ? TERM_FILES - 1 : TERM_FILES);
  const [exact, ...lists] = await Promise.all([sku ? holders(index, sku) : { ids: [] }, ...chosen.map((word) => holders(index, word))]);
  const better = words.map((word) => lists[chosen.indexOf(word)]?.word ?? word);
  const [first, ...others] = lists.map(({ ids }) => ids).sort((a, b) => a.length - b.length);
  const sets = others.map((ids) => new Set(ids));
  const shared = first.filter((id) => sets.every((set) => set.has(id)));
  const corrected = better.some((word, place) => word !== words[place]) ? better : null;
  return { found: [], rest: [...new Set([...exact.ids, ...shared])], whole: false, words: better, sku, corrected };
}

/* Looks at the next candidates, in no more than `files` files. */
export async function more(index, answer, files) {
  const { docs } = index.facts;
  const taken = new Map();
  while (answer.rest.length) {
    const file = answer.rest[0] & (docs - 1);
    if (!taken.has(file) && taken.size === files) break;
    taken.set(file, [...(taken.get(file) ?? []), answer.rest.shift()]);
  }
  const seen = await Promise.all(
    [...taken].map(async ([file, ids]) => (await shelf(index, file)).filter((each) => ids.includes(each.id))),
  );
  answer.found.push(...index.ranked(seen.flat(), answer.words, answer.sku));
}

/* The documents of a file, each with the low bits that terms call it by. */
async function shelf(index, number) {
  index.shelves ??= new Map();
  const { docs } = index.facts;
  if (!index.shelves.has(number)) {
    const file = await index.load(`docs-${docs}-${number.toString(16)}`);
    const found = file ? index.match.documents(file, index.words, index.known) : [];
    for (const each of found) each.id = index.words.crc32(each.card[0]) & (docs * IDENTITY - 1);
    index.shelves.set(number, found);
  }
  return index.shelves.get(number);
}

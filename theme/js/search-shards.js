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
   there are none, those of a word that differs by one letter. `cut`: there are more than are named. */
async function holders(index, word) {
  const file = await termsLike(index, word);
  const names = Object.keys(file);
  const beginning = names.filter((name) => name.startsWith(word)).sort((a, b) => a.length - b.length);
  const close = !beginning.length && word.length > 4 ? names.find((name) => index.words.near(word, name)) : undefined;
  const found = close ? [close] : beginning;
  const ids = found.flatMap((name) => file[name]);
  return { word: close ?? word, ids: [...new Set(ids.filter((id) => id >= 0))], cut: ids.some((id) => id < 0) };
}

/* Numbers say most, then the longest words; the others are looked for in the documents. */
const telling = (a, b) => /\d/.test(b) - /\d/.test(a) || b.length - a.length;

/* What every word has comes first. A list that is cut says of nothing that it has not the word. */
function together(lists) {
  const [first, ...others] = [...lists].sort((a, b) => a.cut - b.cut || a.ids.length - b.ids.length);
  const having = (some) => some.map(({ ids }) => new Set(ids));
  const [sure, likely] = [having(others.filter(({ cut }) => !cut)), having(others.filter(({ cut }) => cut))];
  const open = first.ids.filter((id) => sure.every((set) => set.has(id)));
  const best = open.filter((id) => likely.every((set) => set.has(id)));
  return [...new Set([...best, ...open])];
}

export async function candidates(index, words, sku) {
  const chosen = [...words].sort(telling).slice(0, sku ? TERM_FILES - 1 : TERM_FILES);
  const [exact, ...lists] = await Promise.all([sku ? holders(index, sku) : { ids: [] }, ...chosen.map((word) => holders(index, word))]);
  const better = words.map((word) => lists[chosen.indexOf(word)]?.word ?? word);
  const corrected = better.some((word, place) => word !== words[place]) ? better : null;
  return { found: [], rest: [...new Set([...exact.ids, ...together(lists)])], whole: false, words: better, sku, corrected };
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

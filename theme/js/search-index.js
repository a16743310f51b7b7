/*
  The search index of a language. A small shop's is loaded whole; of a large one only the files that
  a query needs (search-shards.js). Answers are {found, rest}: `found` are documents, the best first;
  `rest` are candidates of a large shop that more() has yet to look at. `whole`: found is all.
*/
export class SearchIndex {
  constructor(root, words, match, shards) {
    Object.assign(this, { root, words, match, shards, known: new Map(), files: new Map() });
  }

  /* A file that is not there is an empty shelf, not an error. */
  load(name, cache = "default") {
    const asked = () => fetch(`${this.root}/${name}.json`, { cache }).then((answer) => (answer.ok ? answer.json() : null));
    if (cache !== "default" || !this.files.has(name)) this.files.set(name, asked());
    this.files.get(name).catch(() => this.files.delete(name));
    return this.files.get(name);
  }

  open() {
    this.opening ??= this.read().catch((error) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  async read() {
    this.facts = (await this.load("index")) ?? { docs: 0, cards: 0 };
    if (this.facts.cards) this.all = await this.whole("default");
    else if (this.facts.docs) this.terms = await this.load("terms");
    else this.all = [];
  }

  /* Products and their prices; asked again, past the cache, if they are of two editions. */
  async whole(cache) {
    const [docs, prices] = await Promise.all([this.load("docs-1-0", cache), this.load("prices-1-0", cache)]);
    const agree = docs?.t === prices?.t;
    if (!agree && cache === "default") return this.whole("reload");
    return docs && agree ? this.match.priced(this.match.documents(docs, this.words, this.known), prices) : [];
  }

  async search(query) {
    await this.open();
    const { words, sku } = this.words.asked(query);
    if (!words.length) return { found: [], rest: [], whole: true };
    if (!this.all) return this.shards.candidates(this, words, sku);
    const found = this.ranked(this.narrowed(query, sku), words, sku);
    this.last = sku ? undefined : { query, found };
    const better = found.length ? null : this.corrected(words);
    return { found: better ? this.ranked(this.all, better, "") : found, rest: [], whole: true, corrected: better };
  }

  /* What the first letters would otherwise wait for, in small steps. */
  *chores(language) {
    yield this.match.format(language, this.all?.find(({ currency }) => currency)?.currency ?? "USD").format(1);
    for (const letter of this.all ? "aest" : "") yield this.ranked(this.all, [letter], letter);
    if (this.all) yield (this.vocabulary ??= this.sorted());
  }

  /* All that can answer: what answered the same query before its last letters were typed. */
  narrowed(query, sku) {
    const { query: before, found } = this.last ?? {};
    return found && !sku && query.startsWith(before) ? found : this.all;
  }

  ranked(documents, words, sku) {
    const wanted = words.map((word) => [this.words.simplified(word, this.known), this.words.isHan(word)]);
    const scored = documents.map((each) => [this.match.score(each, wanted, sku), each]).filter(([worth]) => worth > 0);
    return scored.sort(([a], [b]) => b - a).map(([, each]) => each);
  }

  /* Words that nothing holds, each as one that something does and that differs by one letter. */
  corrected(words) {
    if (words.every((word) => word.length < 5)) return null;
    this.vocabulary ??= this.sorted();
    const better = words.map((word) => {
      const like = word.length < 5 ? [] : (this.vocabulary.get(word[0]) ?? []);
      if (like.some((other) => other.startsWith(word))) return word;
      return like.find((other) => other.length > 3 && this.words.near(word, other)) ?? word;
    });
    return better.some((word, place) => word !== words[place]) ? better : null;
  }

  /* Every word of the shop, by its first letter. */
  sorted() {
    const all = new Set(this.all.flatMap(({ inTitle, about }) => (inTitle + about).split(" ")));
    const found = new Map();
    for (const word of all) if (!found.get(word[0])?.push(word)) found.set(word[0], [word]);
    return found;
  }

  /* In a large shop: looks at the next candidates, in no more than `files` files. */
  async more(answer, files) {
    if (answer.rest.length) await this.shards.more(this, answer, files);
  }

  /* Address and picture of a document; nothing where the shop has just changed under our feet. */
  async card({ title, card, group, slot }) {
    const name = `cards-${this.facts.cards}-${group.toString(16)}`;
    const check = this.words.crc32(title) & 0xffff;
    let found = card ?? (await this.load(name))?.[slot];
    if (!card && found?.[2] !== check) found = (await this.load(name, "reload"))?.[slot];
    if (!card && found?.[2] !== check) return null;
    const [handle, picture] = found;
    return { handle, picture: picture.replaceAll("~", handle) };
  }
}

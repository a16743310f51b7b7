/*
  Documents of the index as objects, and how well one answers a query.
  The shapes of the files are told in generator/collections/search_docs.py.
*/
const [SOLD_OUT, ON_SALE, PRICE_FROM, RECOMMENDED, CURRENCY] = [1, 2, 4, 8, 16];

/* Adds the prices of a file, given in columns, to documents in the same order. */
export function priced(documents, { c, p: [amounts, flags, formers] }) {
  documents.forEach((document, place) => {
    const bits = flags[place];
    const [currency, decimals] = c[Math.floor(bits / CURRENCY)];
    Object.assign(document, {
      amount: amounts[place],
      former: formers[place],
      currency,
      decimals,
      soldOut: Boolean(bits & SOLD_OUT),
      onSale: Boolean(bits & ON_SALE),
      priceFrom: Boolean(bits & PRICE_FROM),
      recommended: Boolean(bits & RECOMMENDED),
    });
  });
  return documents;
}

/* Every document of a file. Brands and categories are folded once for all that share them. */
export function documents(file, words, known) {
  words.learn(known, file.h);
  const spaced = (text) => words.simplified(words.runs(text).join(" "), known);
  const brands = file.b.map((name) => ({ name, folded: spaced(name) }));
  const paths = [];
  for (const [parent, name] of file.k) {
    const above = paths[parent] ?? { names: [], folded: "" };
    paths.push({ names: [...above.names, name], folded: `${above.folded} ${spaced(name)}` });
  }
  const [titles, makers, places, skus] = file.d;
  const slots = file.n.flatMap((size, group) => Array.from({ length: size }, (_, slot) => [group, slot]));
  const found = titles.map((title, place) => {
    const brand = brands[makers[place]];
    const categories = [places[place]].flat().map((each) => paths[each]);
    const about = [brand?.folded ?? "", ...categories.map(({ folded }) => folded)].join(" ");
    const [group, slot] = slots[place];
    return {
      title,
      brand: brand?.name ?? "",
      categories: categories.map(({ names }) => names),
      inTitle: ` ${spaced(title)} `,
      about: ` ${about} `,
      skus: ` ${unpacked(skus[place])} `,
      group,
      slot,
      card: file.a && [file.a[0][place], file.a[1][place]],
    };
  });
  return file.p ? priced(found, file) : found;
}

const unpacked = (skus) => {
  const [start, ends] = skus.split(":");
  return ends === undefined ? start : ends.split(",").map((end) => start + end).join(" ");
};

/* Zero: not what was asked for. Words match whole or by their beginning, Han wherever it stands. */
function worth(document, word, han) {
  const { inTitle, about } = document;
  if (han) return inTitle.includes(word) ? 6 : about.includes(word) ? 2 : 0;
  const start = ` ${word}`;
  if (inTitle.includes(`${start} `)) return inTitle.startsWith(start) ? 10 : 8;
  if (inTitle.includes(start)) return 5;
  return about.includes(`${start} `) ? 3 : about.includes(start) ? 2 : 0;
}

/* `wanted` are [word, whether it is Han]. What is sold out comes after all that can be had. */
export function score(document, wanted, sku) {
  if (sku && document.skus.includes(` ${sku}`)) return 1000;
  let sum = 0;
  for (const [word, han] of wanted) {
    const found = worth(document, word, han);
    if (!found) return 0;
    sum += found;
  }
  if (!sum) return 0;
  return 100 + sum / wanted.length + (document.recommended ? 0.5 : 0) - (document.soldOut ? 50 : 0);
}

const formats = new Map();

/* How a language writes a currency. The first one a browser is asked for takes it longest. */
export function format(language, currency) {
  if (!formats.has(currency)) formats.set(currency, new Intl.NumberFormat(language, { style: "currency", currency }));
  return formats.get(currency);
}

/* The price as the pages write it; `from` is their word for the lowest of several, around "{}". */
export function written({ amount, currency, decimals, priceFrom }, language, from, which = amount) {
  if (which < 0) return "";
  const text = format(language, currency).format(which / 10 ** decimals);
  return priceFrom && which === amount ? from.replace("{}", text) : text;
}

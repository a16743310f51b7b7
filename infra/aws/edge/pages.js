// Addresses carry no extension, files do: /vi/products/phin is vi/products/phin.html, /vi/ is
// vi/index.html. At the root the browser's favourite language is chosen, as the functions choose it.
const OFFERED = ["en"]; // the default language first

function handler(event) {
  const request = event.request;
  const uri = request.uri;
  if (uri === "/") return leadTo("/" + best(request.headers) + "/", 302);
  if (OFFERED.includes(uri.slice(1))) return leadTo(uri + "/", 301);
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  if (name === "") request.uri = uri + "index.html";
  else if (!name.includes(".")) request.uri = uri + ".html";
  return request;
}

function leadTo(target, status) {
  return {
    statusCode: status,
    statusDescription: status === 301 ? "Moved Permanently" : "Found",
    headers: {
      location: { value: target },
      vary: { value: "Accept-Language" },
      "cache-control": { value: "no-store" },
    },
  };
}

function best(headers) {
  const accepted = headers["accept-language"] ? headers["accept-language"].value : "";
  const wishes = accepted.split(",").map((part, position) => {
    const [tag, quality] = part.trim().split(";q=");
    return { tag: tag.trim().toLowerCase(), weight: quality ? Number(quality) : 1, position };
  });
  const usable = wishes.filter((wish) => !Number.isNaN(wish.weight));
  usable.sort((one, other) => other.weight - one.weight || one.position - other.position);
  for (const wish of usable) {
    const found = match(wish.tag);
    if (found) return found;
  }
  return OFFERED[0];
}

function match(tag) {
  const traditional = ["hant", "tw", "hk", "mo"].some((part) => tag.includes(part));
  const wanted = tag.startsWith("zh") ? (traditional ? "zh-hant" : "zh-hans") : tag;
  const either = [wanted, wanted.split("-")[0]];
  return OFFERED.find((code) => either.includes(code.toLowerCase()));
}

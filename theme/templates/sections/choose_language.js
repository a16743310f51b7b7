(() => {
  const offered = [...document.querySelectorAll("a[hreflang]")];
  const written = (tag) => (/^zh\b/i.test(tag) ? (/hant|tw|hk|mo/i.test(tag) ? "zh-Hant" : "zh-Hans") : tag.split("-")[0]);
  for (const tag of navigator.languages || []) {
    const link = offered.find((each) => each.hreflang === written(tag));
    if (link) return location.replace(link.href);
  }
})();

// A page under a former address carries where the product is now (x-amz-meta-moved-to, written when
// it is published): browsers and search engines get a 301 instead of the page.
function handler(event) {
  const response = event.response;
  const target = response.headers["x-amz-meta-moved-to"];
  if (!target) return response;
  const query = asked(event.request.querystring);
  return {
    statusCode: 301,
    statusDescription: "Moved Permanently",
    headers: {
      location: { value: target.value + query },
      "cache-control": { value: "public, max-age=0, must-revalidate" },
    },
  };
}

function asked(querystring) {
  const pairs = [];
  for (const name in querystring) {
    const field = querystring[name];
    for (const each of field.multiValue || [field]) {
      pairs.push(each.value === "" ? name : name + "=" + each.value);
    }
  }
  return pairs.length ? "?" + pairs.join("&") : "";
}

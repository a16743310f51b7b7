// Mozilla's HTTP Observatory on answers that are handed over: [{name, status, headers, cookies,
// body}] on stdin, grades on stdout. OBSERVATORY is where @mdn/mdn-http-observatory is installed.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const folder = `${process.env.OBSERVATORY}/node_modules/@mdn/mdn-http-observatory`;
// Otherwise fetched from the net: hosts that browsers know of. The shop's is none of them.
const preloaded = `${folder}/conf/hsts-preload.json`;
if (!existsSync(preloaded)) writeFileSync(preloaded, "{}");
const load = (path) => import(pathToFileURL(`${folder}/src/${path}`));
const { ALL_TESTS } = await load("constants.js");
const { Requests } = await load("types.js");
const { Session } = await load("retriever/session.js");
const { parseHttpEquivHeaders } = await load("retriever/utils.js");
const { getGradeForScore, getScoreModifier } = await load("grader/grader.js");
const { AxiosHeaders } = createRequire(`${folder}/package.json`)("axios");

const SITE = "https://shop.example.com/";

function asked(answer) {
  const headers = () => new AxiosHeaders(answer.headers);
  const response = () => ({
    headers: headers(),
    request: { headers: new AxiosHeaders() },
    config: { headers: new AxiosHeaders() },
    status: answer.status,
    statusText: "",
    verified: true,
    data: answer.body,
  });
  const found = new Requests("shop.example.com");
  found.responses.auto = response();
  found.responses.cors = response();
  found.responses.http = response();
  found.responses.https = response();
  // As a distribution does it (ViewerProtocolPolicy: redirect-to-https).
  const https = { url: new URL(SITE), status: answer.status };
  found.responses.httpRedirects = [{ url: new URL(SITE.replace("s:", ":")), status: 301 }, https];
  found.responses.httpsRedirects = [https];
  found.resources.path = answer.body;
  found.session = new Session(new URL(SITE));
  for (const cookie of answer.cookies) found.session.jar.setCookieSync(cookie, SITE);
  found.responses.auto.httpEquiv = parseHttpEquivHeaders(answer.body, SITE);
  return found;
}

function graded(answer) {
  const results = ALL_TESTS.map((test) => test(asked(answer)));
  const points = results.map((each) => getScoreModifier(each.result));
  const lost = points.filter((each) => each < 0).reduce((sum, each) => sum + each, 100);
  const all = points.reduce((sum, each) => sum + each, 100);
  const { grade, score } = getGradeForScore(lost >= 90 ? all : lost);
  const said = Object.fromEntries(results.map((each, at) => [each.constructor.name, [each.result, points[at]]]));
  return { name: answer.name, grade, score, said };
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(graded)));

// Runs one client: node main.mjs <client> <address> <stream|whole> <model>... Prints what it understood of each answer, as a JSON list.
const [client, baseURL, mode, ...models] = process.argv.slice(2);
const { read } = await import(`./${client}.mjs`);
const results = [];
for (const model of models) {
  let requests = 0;
  const counted = (...request) => (requests++, fetch(...request));
  const result = { text: '', reasoning: '', calls: [], finish: null, tokens: null, error: null };
  try {
    await read(result, { baseURL, model, streams: mode === 'stream', fetch: counted });
  } catch (error) {
    result.error = String(error?.message ?? error);
  }
  results.push({ ...result, requests });
}
console.log(JSON.stringify(results));

// OpenAI's Node library, asked to go on with a bare text.
import OpenAI from 'openai';

export async function read(result, { baseURL, model, streams, fetch }) {
  const client = new OpenAI({ baseURL, apiKey: process.env.OPENAI_API_KEY ?? 'unused', fetch });
  const request = { model, prompt: 'hi', max_tokens: 50 };
  const take = ({ choices, usage }) => {
    result.text += choices[0]?.text ?? '';
    result.finish = choices[0]?.finish_reason ?? result.finish;
    result.tokens = usage ? { prompt: usage.prompt_tokens, completion: usage.completion_tokens, total: usage.total_tokens } : result.tokens;
  };
  if (!streams) {
    take(await client.completions.create(request));
    return;
  }
  for await (const event of await client.completions.create({ ...request, stream: true, stream_options: { include_usage: true } })) {
    take(event);
  }
}

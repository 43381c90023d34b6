// OpenAI's Node library.
import OpenAI from 'openai';

const tool = (name, parameter) =>
  ({ type: 'function', function: { name, parameters: { type: 'object', properties: { [parameter]: { type: 'string' } } } } });

export async function read(result, { baseURL, model, streams, fetch }) {
  const client = new OpenAI({ baseURL, apiKey: process.env.OPENAI_API_KEY ?? 'unused', fetch });
  const request = { model, messages: [{ role: 'user', content: 'hi' }], tools: [tool('weather', 'city'), tool('time', 'zone')] };
  const answer = streams ? await streamed(result, client, request) : await client.chat.completions.create(request);
  const { message, finish_reason: finish } = answer.choices[0];
  result.finish = finish;
  result.tokens = answer.usage && { prompt: answer.usage.prompt_tokens, completion: answer.usage.completion_tokens, total: answer.usage.total_tokens };
  result.calls = (message.tool_calls ?? []).map(({ id, function: f }) => ({ id, name: f.name, input: JSON.parse(f.arguments) }));
  if (!streams) {
    result.text = message.content ?? '';
    result.reasoning = message.reasoning_content ?? '';
  }
}

async function streamed(result, client, request) {
  const stream = client.chat.completions.stream({ ...request, stream_options: { include_usage: true } });
  for await (const chunk of stream) {
    const delta = chunk.choices[0]?.delta;
    result.text += delta?.content ?? '';
    result.reasoning += delta?.reasoning_content ?? '';
  }
  return stream.finalChatCompletion();
}

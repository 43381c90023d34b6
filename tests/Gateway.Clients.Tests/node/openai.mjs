// OpenAI's Node library. Prints what it understood of a streamed answer, as JSON.
import OpenAI from 'openai';

const [baseURL, model] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: 'unused' });
const result = { text: '', reasoning: '', cities: [], finish: null, tokens: null };
try {
  const stream = client.chat.completions.stream({
    model,
    stream_options: { include_usage: true },
    messages: [{ role: 'user', content: 'Say something.' }],
    tools: [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }],
  });
  for await (const chunk of stream) {
    const delta = chunk.choices[0]?.delta;
    result.text += delta?.content ?? '';
    result.reasoning += delta?.reasoning_content ?? '';
  }
  const final = await stream.finalChatCompletion();
  result.finish = final.choices[0].finish_reason;
  result.tokens = final.usage?.completion_tokens;
  result.cities = (final.choices[0].message.tool_calls ?? []).map((call) => JSON.parse(call.function.arguments).city);
} catch (error) {
  result.error = String(error?.message ?? error);
}
console.log(JSON.stringify(result));

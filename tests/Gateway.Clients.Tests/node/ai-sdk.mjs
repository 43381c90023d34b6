// The AI SDK with its OpenAI-compatible provider. Prints what it understood of a streamed answer, as JSON.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { jsonSchema, streamText, tool } from 'ai';

const [baseURL, model] = process.argv.slice(2);
const provider = createOpenAICompatible({ name: 'gateway', baseURL, includeUsage: true });
const result = { text: '', reasoning: '', cities: [], finish: null, tokens: null };
const stream = streamText({
  model: provider(model),
  prompt: 'Say something.',
  tools: { weather: tool({ inputSchema: jsonSchema({ type: 'object', properties: { city: { type: 'string' } } }) }) },
  onError: () => {},
});
for await (const part of stream.fullStream) {
  switch (part.type) {
    case 'text-delta': result.text += part.text; break;
    case 'reasoning-delta': result.reasoning += part.text; break;
    case 'tool-call': result.cities.push(part.input.city); break;
    case 'error': result.error = String(part.error?.message ?? part.error); break;
    case 'finish': result.finish = part.finishReason; result.tokens = part.totalUsage.outputTokens; break;
  }
}
console.log(JSON.stringify(result));

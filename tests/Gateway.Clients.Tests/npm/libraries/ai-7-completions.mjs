// The AI SDK with its OpenAI-compatible provider, asked to go on with a bare text.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';

export async function read(result, { baseURL, model, streams, fetch }) {
  const request = {
    model: createOpenAICompatible({ name: 'gateway', baseURL, includeUsage: true, fetch }).completionModel(model),
    prompt: 'hi',
    maxOutputTokens: 50,
  };
  const end = (reason, usage) => {
    result.finish = reason;
    result.tokens = { prompt: usage.inputTokens, completion: usage.outputTokens, total: usage.totalTokens };
  };
  if (!streams) {
    const answer = await generateText(request);
    result.text = answer.text;
    end(answer.finishReason, answer.totalUsage);
    return;
  }
  for await (const part of streamText({ ...request, onError: () => {} }).fullStream) {
    switch (part.type) {
      case 'text-delta': result.text += part.text; break;
      case 'error': result.error = String(part.error?.message ?? part.error); break;
      case 'finish': end(part.finishReason, part.totalUsage); break;
    }
  }
}

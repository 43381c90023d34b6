// The AI SDK with its OpenAI-compatible provider, in any of its lines.
export const reader = ({ generateText, jsonSchema, streamText, tool }, { createOpenAICompatible }) => async (result, { baseURL, model, streams, fetch }) => {
  const takes = (parameter) => tool({ inputSchema: jsonSchema({ type: 'object', properties: { [parameter]: { type: 'string' } } }) });
  const request = {
    model: createOpenAICompatible({ name: 'gateway', baseURL, includeUsage: true, fetch })(model),
    prompt: 'hi',
    tools: { weather: takes('city'), time: takes('zone') },
  };
  const call = ({ toolCallId, toolName, input }) => ({ id: toolCallId, name: toolName, input });
  const end = (reason, usage) => {
    result.finish = reason.replace('-', '_');
    result.tokens = { prompt: usage.inputTokens, completion: usage.outputTokens, total: usage.totalTokens };
  };
  if (!streams) {
    const answer = await generateText(request);
    Object.assign(result, { text: answer.text, reasoning: answer.reasoningText ?? '', calls: answer.toolCalls.map(call) });
    end(answer.finishReason, answer.totalUsage);
    return;
  }
  for await (const part of streamText({ ...request, onError: () => {} }).fullStream) {
    switch (part.type) {
      case 'text-delta': result.text += part.text; break;
      case 'reasoning-delta': result.reasoning += part.text; break;
      case 'tool-call': result.calls.push(call(part)); break;
      case 'error': result.error = String(part.error?.message ?? part.error); break;
      case 'finish': end(part.finishReason, part.totalUsage); break;
    }
  }
};

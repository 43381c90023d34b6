// Asks one client for vectors: node embed.mjs <client> <address> <model> <text>... Prints what it understood, as JSON.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { OpenAIEmbeddings } from '@langchain/openai';
import { embedMany } from 'ai';
import OpenAI from 'openai';

const [client, baseURL, model, ...texts] = process.argv.slice(2);
const apiKey = process.env.OPENAI_API_KEY ?? 'unused';
const clients = {
  openai: async (input) => {
    const answer = await new OpenAI({ baseURL, apiKey, maxRetries: 0 }).embeddings.create({ model, input });
    return { vectors: answer.data.map(({ embedding }) => embedding), tokens: answer.usage.prompt_tokens };
  },
  'ai-7': async (values) => {
    const provider = createOpenAICompatible({ name: 'gateway', baseURL });
    const { embeddings, usage } = await embedMany({ model: (provider.embeddingModel ?? provider.textEmbeddingModel)(model), values, maxRetries: 0 });
    return { vectors: embeddings, tokens: usage.tokens };
  },
  langchain: async (values) => {
    const embeddings = new OpenAIEmbeddings({ model, apiKey, maxRetries: 0, configuration: { baseURL } });
    return { vectors: await embeddings.embedDocuments(values), tokens: null };
  },
};
const result = { vectors: null, tokens: null, error: null };
try {
  Object.assign(result, await clients[client](texts));
} catch (error) {
  result.error = String(error?.message ?? error);
}
console.log(JSON.stringify(result));

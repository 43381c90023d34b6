import * as ai from 'ai-6';
import * as provider from 'openai-compatible-2';
import { reader } from './ai-sdk.mjs';

export const read = reader(ai, provider);
